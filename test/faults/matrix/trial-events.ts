import { bodyDigest } from '../../../lambdas/message/body-digest.ts';
import { bodyRefOf } from '../../../lambdas/message/event-key.ts';
import { buildEvent } from '../../../lambdas/smile/builders/build-event.ts';
import { type Plan, planned } from '../plan.ts';
import type { Cell } from './cells.ts';

/** An event of a trial. */
export interface TrialEvent {
  readonly id: string;
  readonly type: string;
  readonly createdAt: string;
  readonly data: object;
  readonly body: Buffer;
}

/** What a cell is tried with: one event that meets the fault, and a later one of the same user. */
export interface TrialEvents {
  readonly user: string;
  readonly met: TrialEvent;
  readonly next: TrialEvent;
}

/** @param plan what the functions do to themselves when they have the first event in hand */
export function eventsFor({ step, fault }: Cell, plan: Plan | undefined): TrialEvents {
  const name = `${step}.${fault.replaceAll(' ', '-')}`;
  const user = `user-${name}`;
  const account = { userId: user, accountId: `a-${name}` };
  const id = plan ? planned(`et-${name}`, plan) : `et-${name}`;
  const isPoison = step === 'send-dead' || step === 'bury';
  const isLarge = step === 'put-body' || step === 'fetch-body';
  const met = isPoison
    ? buildEvent('INCOMES_ADDED', { id, data: { userId: user, accountId: undefined } })
    : buildEvent('ACCOUNT_CREATED', { id, createdAt: secondsAgo(20), data: account });
  const next = buildEvent('ACCOUNT_CONNECTED', {
    id: `et-${name}.next`,
    createdAt: secondsAgo(10),
    data: account,
  });
  return {
    user,
    met: withBody(isLarge ? { ...met, padding: 'x'.repeat(20_000) } : met),
    next: withBody(next),
  };
}

/** The body's key in the bucket. */
export function bodyKey({ body }: TrialEvent): string {
  return bodyRefOf(bodyDigest(body));
}

function withBody(event: Omit<TrialEvent, 'body'>): TrialEvent {
  return { ...event, body: Buffer.from(JSON.stringify(event)) };
}

function secondsAgo(seconds: number): string {
  return `${new Date(Date.now() - seconds * 1000).toISOString().slice(0, 19)}Z`;
}
