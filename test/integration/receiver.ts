import { sign } from '../../lambdas/smile/signature.ts';
import { type LocalOptions, type LocalRun, startLocal } from '../../local/start.ts';
import { deliveredTemplate } from '../delivered/template.ts';
import { WORKER_ENTRY } from '../delivered/worker-entry.ts';
import { withPatience } from '../../local/template/with-patience.ts';
import { soon } from './soon.ts';

export const SECRET = 'canary-secret-0123456789abcdef';

export interface Answer {
  readonly status: number;
  readonly text: string;
}

export interface Row {
  readonly eventId: string;
  readonly status: string;
  readonly attempts: number;
  readonly [attribute: string]: unknown;
}

export interface Queue {
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
}

/** How a request shall differ from what Smile would send. */
export interface Posting {
  /** `null` sends no signature at all. */
  readonly signature?: string | null;
  readonly secret?: string;
  readonly sourceIp?: string;
}

/** A running receiver, and what a test asks of it. */
export interface Receiver {
  readonly run: LocalRun;
  /** Everything that the functions have logged. */
  readonly lines: readonly string[];
  post(body: Uint8Array | string, posting?: Posting): Promise<Answer>;
  deliver(event: object): Promise<Answer>;
  row(eventId: string): Promise<Row | undefined>;
  /** The row as soon as it has this status. */
  rowWhen(eventId: string, status: string, withinMs?: number): Promise<Row>;
  rows(): Promise<Row[]>;
  userItems(userId: string): Promise<Record<string, unknown>[]>;
  /** State items of one partition: `USER#<id>`, `RECORD#<id>` or `VERIFICATION#<id>`. */
  items(partition: string): Promise<Record<string, unknown>[]>;
  queues(): Promise<{ events: Queue; deadLetters: Queue }>;
  /** Resolves when nothing waits in the events queue any more. */
  drained(withinMs?: number): Promise<void>;
  /** The sum of a metric over all dimensions. */
  metric(name: string): number;
  redrive(): Promise<number>;
}

/**
 * A crash heals after twelve seconds instead of three minutes. The worker's own timeout stays generous:
 * on a busy machine a slow attempt must not be taken for a crash.
 */
export const fastHealing = withPatience({ workerTimeout: 10, visibilityTimeout: 12 });

/** Starts a receiver on a free port. */
export async function startReceiver(options: Partial<LocalOptions> = {}): Promise<Receiver> {
  const lines: string[] = [];
  const run = await startLocal({
    port: 0,
    secret: SECRET,
    template: await deliveredTemplate(),
    adjust: fastHealing,
    workerEntry: WORKER_ENTRY,
    logLine: (line) => lines.push(line),
    ...options,
  });
  return receiverOf(run, lines);
}

function receiverOf(run: LocalRun, lines: readonly string[]): Receiver {
  const getJson = async (path: string) => {
    const response = await fetch(`${run.url}${path}`);
    return { status: response.status, json: (await response.json()) as never };
  };

  const receiver: Receiver = {
    run,
    lines,
    async post(body, { signature, secret = SECRET, sourceIp } = {}) {
      const bytes = Buffer.from(body);
      const headers: Record<string, string> = {};
      if (signature !== null) headers['Smile-Signature'] = signature ?? sign(bytes, secret);
      if (sourceIp !== undefined) headers['X-Local-Source-Ip'] = sourceIp;
      const response = await fetch(run.webhookUrl, { method: 'POST', body: bytes, headers });
      return { status: response.status, text: await response.text() };
    },
    async deliver(event) {
      return await receiver.post(JSON.stringify(event));
    },
    async row(eventId) {
      const { status, json } = await getJson(`/_local/events/${encodeURIComponent(eventId)}`);
      return status === 404 ? undefined : json;
    },
    async rowWhen(eventId, status, withinMs = 30_000) {
      return await soon(async () => {
        const row = await receiver.row(eventId);
        if (row?.status !== status) throw new Error(`${eventId} is ${row?.status ?? 'absent'}`);
        return row;
      }, withinMs);
    },
    async rows() {
      const { json } = await getJson('/_local/events?limit=1000');
      return (json as { items: Row[] }).items;
    },
    async userItems(userId) {
      const { json } = await getJson(`/_local/users/${encodeURIComponent(userId)}`);
      return (json as { items: Record<string, unknown>[] }).items;
    },
    async items(partition) {
      const { json } = await getJson(`/_local/state/${encodeURIComponent(partition)}`);
      return (json as { items: Record<string, unknown>[] }).items;
    },
    async queues() {
      return (await getJson('/_local/queues')).json;
    },
    async drained(withinMs = 60_000) {
      await soon(async () => {
        const { events } = await receiver.queues();
        const waiting = events.visible + events.inFlight + events.delayed;
        if (waiting > 0) throw new Error(`${waiting} messages wait`);
      }, withinMs);
    },
    metric(name) {
      const values = lines.filter((line) => line.includes('"_aws"')).map(emfValue(name));
      return values.reduce((sum, value) => sum + value, 0);
    },
    async redrive() {
      const response = await fetch(`${run.url}/_local/redrive`, { method: 'POST' });
      return ((await response.json()) as { moved: number }).moved;
    },
  };
  return receiver;
}

function emfValue(name: string) {
  return (line: string): number => {
    const value = (JSON.parse(line) as Record<string, unknown>)[name];
    return typeof value === 'number' ? value : 0;
  };
}
