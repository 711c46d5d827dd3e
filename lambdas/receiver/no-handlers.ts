import { createHandlers } from './index.ts';

/** Of a receiver that names no file: every event is announced. */
export default createHandlers();
