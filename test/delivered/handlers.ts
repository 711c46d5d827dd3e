import { createHandlers } from '../../lambdas/receiver/index.ts';

/**
 * No business code: every event is announced. The tests of the product run these, whatever a team has written
 * in a handlers file of its own.
 */
export const handlers = createHandlers();

/** As a handlers file has them, for what is bundled. */
export default handlers;
