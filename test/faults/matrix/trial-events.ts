import { bodyDigest } from '../../../lambdas/message/body-digest.ts';
import { bodyRefOf, digestKey } from '../../../lambdas/message/event-key.ts';
import { buildEvent, type SmileWireEvent } from '../../../testing/builders/build-event.ts';
import { type Plan, planned } from '../plan.ts';
import type { Cell } from './cells.ts';

/** An event of a trial. */
export interface TrialEvent {
  readonly id: string;
  readonly type: string;
  readonly createdAt: string;
  readonly data: object;
  /** Whom it is about. */
  readonly user: string;
  readonly body: Buffer;
  /** Of its row: the id, or the body's digest where the row must stand under that. */
  readonly key: string;
}

/** What a cell is tried with: one event that meets the fault, and a later one of the same user. */
export interface TrialEvents {
  readonly user: string;
  /** One before them, where the fault's step needs it. */
  readonly earlier: TrialEvent | undefined;
  readonly met: TrialEvent;
  readonly next: TrialEvent;
}

/** The process that has this event in hand reads the secret a minute ago. */
const READ_A_MINUTE_AGO: Plan = {
  deed: 'clock',
  when: 'before',
  step: 'read-secret',
  seconds: -60,
};

/** @param plan what the functions do to themselves when they have the event in hand that meets the fault */
export function eventsFor({ step, fault }: Cell, plan: Plan | undefined): TrialEvents {
  const name = `${step}.${fault.replaceAll(' ', '-')}`;
  const userId = `user-${name}`;
  const account = { userId, accountId: `a-${name}` };
  const id = plan ? planned(`et-${name}`, plan) : `et-${name}`;
  const usual = buildEvent('ACCOUNT_CREATED', { id, createdAt: secondsAgo(20), data: account });
  const next = buildEvent('ACCOUNT_CONNECTED', {
    id: `et-${name}.next`,
    createdAt: secondsAgo(10),
    data: account,
  });
  const events = { user: userId, earlier: undefined, met: sent(usual), next: sent(next) };
  if (step === 'put-body' || step === 'fetch-body') {
    return { ...events, met: sent(usual, { padding: 'x'.repeat(20_000) }) };
  }
  if (step === 'send-dead' || step === 'bury') {
    const data = { userId, accountId: undefined };
    return { ...events, met: sent(buildEvent('INCOMES_ADDED', { id, data })) };
  }
  if (step === 'quarantine') {
    return { ...events, met: underItsDigest(sent(usual, { type: 7 })) };
  }
  if (step === 'conflict') {
    return { ...events, earlier: events.met, met: underItsDigest(sent(usual, { version: 2 })) };
  }
  if (step === 'refresh-secret') {
    const earlier = buildEvent('USER_CREATED', {
      id: planned(`et-${name}.earlier`, READ_A_MINUTE_AGO),
      createdAt: secondsAgo(30),
      data: { userId },
    });
    return { ...events, earlier: sent(earlier) };
  }
  return events;
}

/** The events of a trial in the order in which they are sent. */
export function inOrder({ earlier, met, next }: TrialEvents): TrialEvent[] {
  return [...(earlier ? [earlier] : []), met, next];
}

/** The body's key in the bucket. */
export function bodyKey({ user, body }: Pick<TrialEvent, 'user' | 'body'>): string {
  return bodyRefOf(user, bodyDigest(body));
}

function sent(event: SmileWireEvent, more: object = {}): TrialEvent {
  const { userId: user } = event.data as { readonly userId: string };
  const body = Buffer.from(JSON.stringify({ ...event, ...more }));
  return { ...event, user, body, key: event.id };
}

function underItsDigest(event: TrialEvent): TrialEvent {
  return { ...event, key: digestKey(bodyDigest(event.body)) };
}

function secondsAgo(seconds: number): string {
  return `${new Date(Date.now() - seconds * 1000).toISOString().slice(0, 19)}Z`;
}
