import { randomBytes } from 'node:crypto';
import { buildEvent } from '../testing/builders/build-event.ts';
import { bodyKeyOf } from './body-key.ts';
import { check, checkEqual } from './check.ts';
import { type Announcement, type Item, type Row, waitingIn } from './effects/effects.ts';
import { digestOf, signatureOf } from './signature.ts';
import { soon } from './soon.ts';
import type { Target } from './target.ts';
import { type Answer, type Parcel, send } from './transport/request.ts';

/** How a request shall differ from what Smile would send. */
export interface Posting {
  /** `null` sends no signature at all; default: the right one. */
  readonly signature?: string | null;
  readonly signatureHeader?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sends the body in these chunks, without a length. */
  readonly chunks?: readonly Uint8Array[];
}

/** Ids of an account that nobody has seen before. */
export interface Account {
  readonly userId: string;
  readonly accountId: string;
}

/** How an event that was handled must have ended. */
export interface Ending {
  /** Default: `APPLIED`. */
  readonly outcome?: string;
  /** The receiver was killed meanwhile, which may have cost an attempt. */
  readonly wasKilled?: boolean;
}

/** The statuses after which nothing happens to a row by itself. */
const FINAL: ReadonlySet<string> = new Set(['DONE', 'DEAD', 'QUARANTINED']);

/** One scenario's trial of a target: what it sends, and what it looks at. Checks throw `CheckFailed`. */
export class Trial {
  readonly target: Target;
  readonly #notes = new Set<string>();

  constructor(target: Target) {
    this.target = target;
  }

  /** What could not be looked at here. */
  get notes(): readonly string[] {
    return [...this.#notes];
  }

  note(unseen: string): void {
    this.#notes.add(unseen);
  }

  newAccount(userId = `conformance-${randomBytes(8).toString('hex')}`): Account {
    return { userId, accountId: `a-${randomBytes(8).toString('hex')}` };
  }

  /** The request that Smile would send for this body, changed as wanted. */
  parcel(body: Uint8Array, posting: Posting = {}): Parcel {
    const { signatureHeader = 'Smile-Signature', headers = {}, chunks } = posting;
    const { signature = signatureOf(body, this.target.secret) } = posting;
    return {
      headers: {
        'Content-Type': 'application/json',
        ...headers,
        ...(signature === null ? {} : { [signatureHeader]: signature }),
      },
      parts: chunks ?? [body],
      chunked: chunks !== undefined,
    };
  }

  async post(body: Uint8Array | string, posting?: Posting): Promise<Answer> {
    return await send(this.target.url, this.parcel(Buffer.from(body), posting));
  }

  /** Sends what has to be taken. */
  async accepted(body: Uint8Array | string, posting?: Posting): Promise<void> {
    const { status } = await this.post(body, posting);
    checkEqual('The answer', status, 200);
  }

  async deliver(event: object): Promise<void> {
    await this.accepted(JSON.stringify(event));
  }

  /** The row once it has this status. */
  async row(eventId: string, status: string): Promise<Row> {
    const { effects, patience } = this.target;
    const row = await soon(async () => {
      const found = await effects.row(eventId);
      check(found !== undefined, `The ledger has no row ${eventId}.`);
      const isEnd = found.status === status || FINAL.has(found.status);
      check(isEnd, `The row ${eventId} is ${found.status}, and does not become ${status}.`);
      return found;
    }, patience);
    const { class: cause, code = '' } = row.lastError ?? {};
    const why = cause === undefined ? '' : ` (${cause} ${code})`;
    check(row.status === status, `The row ${eventId} is ${row.status}${why}, not ${status}.`);
    return row;
  }

  async noRow(eventId: string): Promise<void> {
    const row = await this.target.effects.row(eventId);
    check(row === undefined, `The ledger has a row ${eventId}: ${row?.status}.`);
  }

  /** Nothing is kept of a body, neither as the event that it names nor as bytes. */
  async noTrace(eventId: string, body: Uint8Array): Promise<void> {
    const digest = digestOf(body);
    await this.noRow(eventId);
    await this.noRow(`sha256:${digest}`);
    const key = bodyKeyOf(body);
    const object = await this.target.effects.body(key);
    check(object === undefined, `The bucket has an object ${key}.`);
  }

  /** The row of a body that names no event, or one that is taken. */
  async quarantined(body: Uint8Array): Promise<Row> {
    const row = await this.row(`sha256:${digestOf(body)}`, 'QUARANTINED');
    await this.isWhole(row, body);
    return row;
  }

  /** The row of an event that was handled, at its first attempt, from all of these bytes. */
  async handled(eventId: string, body: Uint8Array, ending: Ending = {}): Promise<Row> {
    const { outcome = 'APPLIED', wasKilled = false } = ending;
    const row = await this.row(eventId, 'DONE');
    checkEqual(`The outcome of ${eventId}`, row.outcome, outcome);
    if (!wasKilled) checkEqual(`The number of attempts at ${eventId}`, row.attempts, 1);
    await this.isWhole(row, body);
    return row;
  }

  /** The row of an event that came too late to say anything new, and of the newer event that it names. */
  async stale(
    event: { readonly id: string },
    because: { readonly id: string; readonly type: string },
  ) {
    const body = Buffer.from(JSON.stringify(event));
    const { staleBecause } = await this.handled(event.id, body, { outcome: 'STALE' });
    const { asOf: _asOf, ...newer } = (staleBecause ?? {}) as Readonly<Record<string, unknown>>;
    const wanted = { eventId: because.id, type: because.type };
    checkEqual(`What the row ${event.id} names as newer`, newer, wanted);
    await this.told(event.id, 0);
  }

  /** The row holds exactly these bytes, or the key of an object that does. */
  async isWhole(row: Row, body: Uint8Array): Promise<void> {
    const { eventId, bodySha256, bodyRef = '' } = row;
    const digest = digestOf(body);
    checkEqual(`The digest in the row ${eventId}`, bodySha256, digest);
    if (typeof row.body === 'string') {
      const isInRow = Buffer.from(row.body).equals(body);
      return check(isInRow, `The row ${eventId} holds another body than was sent.`);
    }
    checkEqual(`The key of the body of ${eventId}`, bodyRef, bodyKeyOf(body));
    const object = await this.target.effects.body(bodyRef);
    check(object !== undefined, `The row ${eventId} leads to ${bodyRef}, and nothing is there.`);
    const isInBucket = Buffer.from(object).equals(body);
    check(isInBucket, `Under ${bodyRef} is another body than was sent.`);
  }

  async item({ userId, accountId }: Account): Promise<Item | undefined> {
    const items = await this.target.effects.items(`USER#${userId}`);
    return items.find(({ sk }) => sk === `ACCOUNT#${accountId}`);
  }

  async status(account: Account): Promise<string | undefined> {
    return (await this.item(account))?.status?.value;
  }

  /** Other systems were told of an event this often, where that can be seen; resolves to what they were. */
  async told(eventId: string, times: number): Promise<readonly Announcement[]> {
    return (await this.toldOf([eventId], times)).get(eventId) ?? [];
  }

  /** The same for many, at one look. */
  async toldOf(
    eventIds: readonly string[],
    times: number,
  ): Promise<ReadonlyMap<string, readonly Announcement[]>> {
    const all = await this.target.effects.announcements();
    if (!all) {
      this.note('announcements cannot be seen here');
      return new Map();
    }
    const byEvent = Map.groupBy(all, ({ detail }) => detail.eventId);
    for (const eventId of eventIds) {
      const seen = byEvent.get(eventId)?.length ?? 0;
      checkEqual(`The number of announcements of ${eventId}`, seen, times);
    }
    return byEvent;
  }

  /**
   * Resolves when nothing that was sent before can still have an effect: an event of the same user, which
   * cannot overtake its older ones, is done, and the queue is empty.
   */
  async settled(userId: string): Promise<void> {
    const last = buildEvent('ACCOUNT_CREATED', { data: this.newAccount(userId) });
    await this.deliver(last);
    await this.row(last.id, 'DONE');
    await this.drained();
  }

  async drained(): Promise<void> {
    await soon(async () => {
      const waiting = waitingIn((await this.target.effects.queues()).events);
      check(waiting === 0, `The events queue is not empty: ${waiting} messages wait.`);
    }, this.target.patience);
  }
}
