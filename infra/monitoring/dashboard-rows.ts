import {
  duration,
  errors,
  gatewayClientErrors,
  gatewayRefusals,
  gatewayRequests,
  gatewayServerErrors,
  inFlight,
  oldestMessageAge,
  throttles,
  waiting,
} from './aws-metrics.ts';
import { waitsSeconds } from '../retry-time.ts';
import type { Row } from './dashboard-row.ts';
import { countText, durationText } from './in-words.ts';
import { SLOW_MS } from './ingress-alarms.ts';
import {
  ageToDone,
  appliedByType,
  count,
  countByReason,
  deadLettersByType,
  handledWith,
  OUTCOMES,
  REFUSAL_REASONS,
  RETRY_REASONS,
} from './smile-metrics.ts';
import type { Watched } from './watched.ts';
import { widgetRow } from './widget-row.ts';
import { oldSeconds } from './worker-alarms.ts';

export const rowsFor = (watched: Watched): readonly Row[] => [
  ...[received, stored, waits, handled, triedAgain, givenUp, age].map((row) => row(watched)),
  ...(watched.widget ? [widgetRow(watched.stage, watched.widget)] : []),
];

const received = (watched: Watched): Row => ({
  text: `## 1 · Received
Requests at the gateway, and those that reached our code.

**Refused by the gateway** must be zero: 403 the sender's address, 413 too large, 429 throttled. Smile sends an event three times, then never again.`,
  graphs: [
    {
      title: 'Requests',
      unit: 'requests',
      metrics: [
        gatewayRequests(watched),
        gatewayClientErrors(watched),
        gatewayServerErrors(watched),
        count(watched.stage, 'Received'),
      ],
    },
    { title: 'Refused by the gateway', unit: 'requests', metrics: [gatewayRefusals(watched)] },
    {
      title: 'Time of the ingress',
      unit: 'ms',
      metrics: [duration(watched.ingress, 'p50'), duration(watched.ingress, 'p99')],
      alarmAt: SLOW_MS,
    },
  ],
});

const stored = ({ stage, ingress }: Watched): Row => ({
  text: `## 2 · Stored or refused
**Stored** is on durable storage: from here on nothing is lost.

**Refused** had a wrong signature, **NotStored** met a fault of ours, **errors** are crashes. All of these must be zero. **SecretStale** counts readings of a secret that failed while its last good value goes on.`,
  graphs: [
    { title: 'Stored', unit: 'events', metrics: [count(stage, 'Stored')] },
    {
      title: 'Refused, by reason',
      unit: 'requests',
      metrics: REFUSAL_REASONS.map((reason) => countByReason(stage, 'Refused', reason)),
    },
    {
      title: 'Not stored',
      unit: 'requests',
      metrics: [
        count(stage, 'NotStored'),
        count(stage, 'SecretUnreadable'),
        count(stage, 'SecretStale'),
        errors(ingress),
        throttles(ingress),
      ],
    },
  ],
});

const waits = (watched: Watched): Row => ({
  text: `## 3 · Waiting
One event at a time for each user, users beside each other.

A failed event holds its user's next ones for up to ${durationText(waitsSeconds(watched.retry))}, trouble of AWS for up to ${durationText(watched.retry.maxFaultSeconds)} at a time. An **age** that only grows: the worker does not get on.`,
  graphs: [
    {
      title: 'Oldest message',
      unit: 'seconds',
      metrics: [oldestMessageAge(watched.eventsQueue)],
      alarmAt: oldSeconds(watched),
    },
    {
      title: 'Messages',
      unit: 'messages',
      metrics: [waiting(watched.eventsQueue), inFlight(watched.eventsQueue)],
    },
  ],
});

const handled = ({ stage }: Watched): Row => ({
  text: `## 4 · Handled
**APPLIED** brought news. **STALE** came after something newer: normal. **UNKNOWN_TYPE** met only the fallback handler: does Smile send a new type?

**Duplicates** are normal. **Conflicts** are not: another body under a known id.`,
  graphs: [
    {
      title: 'Done, by outcome',
      unit: 'events',
      metrics: OUTCOMES.map((outcome) => handledWith(stage, outcome)),
    },
    { title: 'Applied, by type', unit: 'events', metrics: [appliedByType(stage)] },
    {
      title: 'Known before',
      unit: 'events',
      metrics: [count(stage, 'Duplicates'), count(stage, 'Conflicts')],
    },
  ],
});

const triedAgain = ({ stage, worker, retry }: Watched): Row => ({
  text: `## 5 · Tried again
**failed** a handler threw: up to ${countText(retry.maxAttempts, 'attempt', 'attempts')}, then dead letters. **retry-after** a handler asked for it. **fault** AWS, or time ran out: spends no attempt. **unexpected** a bug of ours.

**Errors** of the worker are crashes. **StrayErrors** escaped from any function: a promise that nobody awaited, a throw in a timer.`,
  graphs: [
    {
      title: 'Retries, by reason',
      unit: 'messages',
      metrics: RETRY_REASONS.map((reason) => countByReason(stage, 'Retries', reason)),
    },
    {
      title: 'Worker that failed',
      unit: 'invocations',
      metrics: [errors(worker), throttles(worker), count(stage, 'StrayErrors')],
    },
    {
      title: 'Time of the worker',
      unit: 'ms',
      metrics: [duration(worker, 'p50'), duration(worker, 'p99')],
    },
  ],
});

const givenUp = ({ stage, deadLettersQueue }: Watched): Row => ({
  text: `## 6 · Given up
**Dead letters** wait for 14 days: mend the cause, deploy, redrive.

**Quarantined** had a good signature and could not be read: it is in the ledger only. **TicketsExpired** were redriven after the ledger had lost their rows.

All must be zero.`,
  graphs: [
    { title: 'Dead letters now', unit: 'messages', metrics: [waiting(deadLettersQueue)] },
    {
      title: 'New dead letters, by type',
      unit: 'events',
      metrics: [deadLettersByType(stage)],
    },
    {
      title: 'Quarantined, or expired',
      unit: 'events',
      metrics: [count(stage, 'Quarantined'), count(stage, 'TicketsExpired')],
    },
  ],
});

const age = ({ stage }: Watched): Row => ({
  text: `## 7 · Age when done
From \`createdAt\` to done: how old the news is when a user sees it. Smile's own delay and every retry are in it.

**FutureStamps**: Smile's clock was more than five minutes ahead. **Undated**: no readable time.`,
  graphs: [
    {
      title: 'From createdAt to done',
      unit: 'ms',
      metrics: ['p50', 'p90', 'Maximum'].map((statistic) => ageToDone(stage, statistic)),
    },
    {
      title: 'Clock ahead, or no time',
      unit: 'events',
      metrics: [count(stage, 'FutureStamps'), count(stage, 'Undated')],
    },
  ],
});
