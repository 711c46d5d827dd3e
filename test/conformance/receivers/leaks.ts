import { isRecord } from '../../../lambdas/smile/envelope.ts';
import type { Flaw } from './flaw.ts';

/** Receivers that tell too much, each in one place. */
export const LEAKS: Readonly<Record<string, Flaw>> = {
  'logs bodies': {
    parts: { logLine: (body) => body.toString() },
    fails: ['redaction-logs'],
  },
  'logs amounts': {
    parts: {
      logLine: (body, eventId) => `${eventId} ${leavesOf(body.toString()).filter(isNumber).join()}`,
    },
    fails: ['redaction-logs'],
  },
  'logs signatures': {
    parts: {
      logLine: (_body, eventId, { signature }) => `${eventId} ${signature?.toUpperCase()}`,
    },
    fails: ['redaction-logs'],
  },
  'logs the secret': {
    parts: { logLine: (_body, eventId, { secret }) => `${eventId} ${secret}` },
    fails: ['redaction-logs'],
  },
  'announces all of it': {
    parts: { inAnnouncement: ({ data }) => (isRecord(data) ? data : {}) },
    fails: ['every-type', 'redaction-effects'],
  },
  'announces the ids and types of what is inside': {
    parts: {
      inAnnouncement: ({ data }) => ({ known: namedIn(isRecord(data) ? data.payload : undefined) }),
    },
    fails: ['every-type', 'redaction-effects'],
  },
  'keeps the answers about a record in the state': {
    parts: {
      inState: ({ type, data }) => (type === 'RECORD_COMPLETED' ? { answers: data } : {}),
    },
    fails: ['redaction-effects'],
  },
  'writes login names into rows': {
    parts: { inRow: ({ data }) => ({ login: isRecord(data) ? data.loginName : undefined }) },
    fails: ['redaction-effects'],
  },
  'repeats bodies in its answers': {
    parts: { answer: (body) => ({ status: 200, text: body.toString() }) },
    fails: ['redaction-effects'],
  },
};

/** All values in a text of JSON that hold no others; none if it is no JSON. */
function leavesOf(text: string): unknown[] {
  const leaves: unknown[] = [];
  try {
    JSON.parse(text, (_name, value: unknown) => {
      if (typeof value !== 'object') leaves.push(value);
      return value;
    });
  } catch {
    return [];
  }
  return leaves;
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number';
}

/** What looks as if it might be told: ids and kinds. */
function namedIn(payload: unknown): unknown[] {
  const named: unknown[] = [];
  JSON.parse(JSON.stringify(payload ?? null), (name, value: unknown) => {
    if (/(^id|Id|^type|Type|Status)$/.test(name)) named.push(value);
    return value;
  });
  return named;
}
