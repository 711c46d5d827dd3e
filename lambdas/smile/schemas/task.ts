import * as z from 'zod/mini';
import type { DataPoint, MonitorStatus, SourceType, TaskStatus, TaskType } from '../constants.ts';
import { code, codes, content, id, renamed, texts } from './field.ts';
import { payload } from './payload/payload.ts';

/** `sourceId` is an account id, or an archive id for tasks about archives. */
const taskFields = {
  userId: id,
  sourceId: id,
  /** As sent: `ACCOUNT`, but `Account` and `ACCOUNTS` have been seen. */
  sourceType: code<SourceType>(),
  providers: texts,
};

/**
 * What a finished task brought. `datapoints` and the keys of `payload` need not agree in Smile's own
 * examples; `payload` is there only for webhooks registered with `includePayload` (Smile docs,
 * Webhooks).
 */
const resultFields = {
  ...taskFields,
  status: code<TaskStatus>(),
  datapoints: codes<DataPoint>(),
  payload: content(payload),
};

export const taskStarted = z.looseObject({ ...taskFields, taskType: code<TaskType>() });

/** Sent for failed tasks too. Without a `status` the end is unknown: it is not a success. */
export const taskFinished = renamed(
  'dataPoints',
  'datapoints',
  z.looseObject({ ...resultFields, taskType: code<TaskType>(), errorCode: code() }),
);

/** The end of a Continuous Data Sync. Its examples write `dataPoints`, its schema `datapoints`. */
export const accountSyncTaskFinished = renamed(
  'dataPoints',
  'datapoints',
  z.looseObject({ ...resultFields, monitorStatus: code<MonitorStatus>() }),
);
