import '../../telemetry/catch-stray-errors.ts';
import { variablesOf } from '../../aws/environment.ts';
import { readUser } from '../../state/state-search.ts';
import { deployedApiParts } from '../deployed-api-parts.ts';
import type { StatusEnvironment } from './contract.ts';
import { createStatus } from './handler.ts';

const { required } = variablesOf<StatusEnvironment>();
const table = required('STATE_TABLE');

/** `GET /status` of the widget's API. */
export const handler = createStatus({
  ...deployedApiParts(),
  onRefusal: () => {},
  readUser: (userId, signal) => readUser(table, userId, signal),
});
