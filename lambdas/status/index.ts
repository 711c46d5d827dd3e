import '../telemetry/catch-stray-errors.ts';
import { required } from '../environment/required.ts';
import { readUser } from '../state/state-search.ts';
import { deployedApiParts } from '../widget-api/deployed-api-parts.ts';
import { createStatus } from './handler.ts';

const table = required('STATE_TABLE');

/** `GET /status` of the widget's API. */
export const handler = createStatus({
  ...deployedApiParts(),
  onRefusal: () => {},
  readUser: (userId, signal) => readUser(table, userId, signal),
});
