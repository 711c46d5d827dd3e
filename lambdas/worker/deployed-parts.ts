import { hideMessage } from '../aws/sqs.ts';
import { variablesOf } from '../aws/environment.ts';
import { ledgerTable } from '../ledger/ledger.ts';
import { bucketBodies } from '../message/body-store.ts';
import { finderOf, type Handlers } from '../receiver/create-handlers.ts';
import { stateTable } from '../state/state-store.ts';
import { createLog } from '../telemetry/log.ts';
import { createRecord } from '../telemetry/event-record.ts';
import { announceOn } from './announce.ts';
import type { RetrySettings, WorkerEnvironment } from './contract.ts';
import { deadLetterQueue } from './dead-letters.ts';
import type { WorkerParts } from './parts.ts';

const { required, requiredNumber } = variablesOf<WorkerEnvironment>();

/** The worker's parts as the stack wires them: everything that the environment names. */
export function deployedParts(handlers: Handlers, retry = deployedRetry()): WorkerParts {
  const eventsQueueUrl = required('EVENTS_QUEUE_URL');
  const visibilityTimeoutSeconds = requiredNumber('VISIBILITY_TIMEOUT_SECONDS');
  return {
    find: finderOf(handlers),
    ledger: ledgerTable(
      required('LEDGER_TABLE'),
      visibilityTimeoutSeconds,
      requiredNumber('LEDGER_RETENTION_DAYS'),
      required('WORKER_VERSION'),
    ),
    states: stateTable(required('STATE_TABLE')),
    bodies: bucketBodies(required('BODIES_BUCKET')),
    announce: announceOn(required('EVENT_BUS')),
    deadLetters: deadLetterQueue(required('DEAD_LETTERS_QUEUE_URL')),
    hide: (receiptHandle, seconds, signal) =>
      hideMessage(eventsQueueUrl, receiptHandle, seconds, signal),
    createLog,
    record: createRecord(required('STAGE')),
    retry,
    visibilityTimeoutSeconds,
  };
}

function deployedRetry(): RetrySettings {
  return {
    maxAttempts: requiredNumber('RETRY_ATTEMPTS'),
    baseSeconds: requiredNumber('RETRY_BASE_SECONDS'),
    maxFaultSeconds: requiredNumber('RETRY_MAX_FAULT_SECONDS'),
  };
}
