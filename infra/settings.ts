import { RUNS_EVERY_MINUTES } from '../lambdas/loss-detector/contract.ts';
import { AWAITING_INDEX } from '../lambdas/state/contract.ts';
import { DEFAULT_RETRY, type RetrySettings } from '../lambdas/worker/contract.ts';

/**
 * Every number and name of the deployed system that more than one part must agree on. The stack is made
 * of it; the local run reads the stack's template.
 */
export interface Settings {
  /** `sandbox`, `production` or `local`: part of every physical name. */
  readonly stage: string;
  /** CIDR blocks that may call `POST /webhooks`. */
  readonly allowedSources: readonly string[];
  readonly ingress: FunctionSettings;
  readonly worker: FunctionSettings & {
    /** Messages per invocation. More than one would let a poison event drag its group along. */
    readonly batchSize: 1;
    /** Invocations at a time (the event source mapping's maximum concurrency). */
    readonly concurrency: number;
  };
  /** How often an event is tried, and how long it waits. */
  readonly retry: RetrySettings;
  readonly events: QueueSettings & {
    /** Seconds a received message stays hidden: six times the worker's timeout, as AWS advises. */
    readonly visibilityTimeoutSeconds: number;
    /** Backstop only: our own attempts decide; a look in the console counts as a receive. */
    readonly maxReceiveCount: number;
  };
  readonly deadLetters: QueueSettings;
  readonly ledger: TableSettings & {
    /** Days from an event's first attempt to the end of its row; `expiresAt` is written by the ledger. */
    readonly retentionDays: number;
  };
  readonly state: TableSettings;
  readonly bodies: {
    /** Days that a body stays in the bucket. */
    readonly retentionDays: number;
  };
  /** Of the stages that have a widget. */
  readonly widget: WidgetSettings;
}

export interface WidgetSettings {
  readonly callbacks: FunctionSettings;
  readonly linkToken: FunctionSettings;
  readonly status: FunctionSettings;
  readonly lossDetector: FunctionSettings & {
    readonly everyMinutes: number;
  };
  readonly limits: TableSettings;
}

export interface FunctionSettings {
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
}

export interface QueueSettings {
  readonly name: string;
  readonly retentionSeconds: number;
}

export interface TableSettings {
  readonly partitionKey: string;
  readonly sortKey?: string;
  /** Attribute that holds the expiry in epoch seconds. */
  readonly ttlAttribute?: string;
  readonly indexes: readonly IndexSettings[];
}

export interface IndexSettings {
  readonly name: string;
  readonly partitionKey: string;
  readonly sortKey: string;
  /** Attributes copied into the index beside the keys; `ALL` copies the whole row, `KEYS_ONLY` none. */
  readonly projection: 'ALL' | 'KEYS_ONLY' | readonly string[];
}

/** What a stage may choose; everything else follows or is fixed. */
export interface SettingsChoices {
  readonly allowedSources?: readonly string[];
  readonly workerMemoryMegabytes?: number;
  readonly workerConcurrency?: number;
  readonly retry?: RetrySettings;
  readonly ledgerRetentionDays?: number;
  readonly bodiesRetentionDays?: number;
}

/** The one address that Smile documents for its webhooks (Smile docs, Webhooks). */
export const SMILE_ADDRESS = '18.142.61.230/32';

const FOURTEEN_DAYS = 14 * 24 * 60 * 60;

/** The settings of a stage. A worker timeout of its own moves the visibility timeout with it. */
export function settingsFor(
  stage: string,
  workerTimeoutSeconds = 30,
  choices: SettingsChoices = {},
): Settings {
  return {
    stage,
    allowedSources: choices.allowedSources ?? [SMILE_ADDRESS],
    ingress: { timeoutSeconds: 10, memoryMegabytes: 512 },
    worker: {
      timeoutSeconds: workerTimeoutSeconds,
      memoryMegabytes: choices.workerMemoryMegabytes ?? 512,
      batchSize: 1,
      concurrency: choices.workerConcurrency ?? 5,
    },
    retry: choices.retry ?? DEFAULT_RETRY,
    events: {
      name: `smile-${stage}-events.fifo`,
      retentionSeconds: FOURTEEN_DAYS,
      visibilityTimeoutSeconds: 6 * workerTimeoutSeconds,
      maxReceiveCount: 1000,
    },
    deadLetters: { name: `smile-${stage}-dead-letters.fifo`, retentionSeconds: FOURTEEN_DAYS },
    ledger: {
      partitionKey: 'eventId',
      ttlAttribute: 'expiresAt',
      retentionDays: choices.ledgerRetentionDays ?? 90,
      indexes: [
        {
          name: 'bySubject',
          partitionKey: 'subject',
          sortKey: 'receivedAt',
          projection: ['type', 'createdAt', 'accountId', 'origin'],
        },
        {
          name: 'open',
          partitionKey: 'open',
          sortKey: 'receivedAt',
          projection: ['type', 'subject'],
        },
      ],
    },
    state: {
      partitionKey: 'pk',
      sortKey: 'sk',
      // Also without a widget: to add an index to a table of events takes hours.
      indexes: [{ ...AWAITING_INDEX, projection: 'KEYS_ONLY' }],
    },
    bodies: { retentionDays: choices.bodiesRetentionDays ?? 90 },
    widget: {
      callbacks: { timeoutSeconds: 10, memoryMegabytes: 512 },
      // Waits for Smile's API.
      linkToken: { timeoutSeconds: 12, memoryMegabytes: 512 },
      status: { timeoutSeconds: 10, memoryMegabytes: 512 },
      lossDetector: { timeoutSeconds: 30, memoryMegabytes: 512, everyMinutes: RUNS_EVERY_MINUTES },
      limits: { partitionKey: 'key', ttlAttribute: 'expiresAt', indexes: [] },
    },
  };
}
