import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { instantOf } from '../../../lambdas/smile/envelope.ts';
import { target } from '../target.ts';

const digits = (most: number, width = 2) =>
  fc.integer({ min: 0, max: most }).map((n) => String(n).padStart(width, '0'));

const offset = fc.oneof(
  fc.constantFrom('', '', 'Z', 'z', '+00:00', '-00:00'),
  fc
    .tuple(fc.constantFrom('+', '-'), digits(25), fc.constantFrom(':', ''), digits(61))
    .map((parts) => parts.join('')),
);

/** Dates and date-times as ISO 8601 writes them, some of which no calendar and no clock has. */
export const anyInstant = fc.oneof(
  fc
    .tuple(
      fc.oneof(digits(9999, 4), fc.constantFrom('2026', '2024', '1970', '0000')),
      digits(13),
      digits(32),
      fc.constantFrom('T', 'T', 't', ' '),
      fc.tuple(digits(25), digits(61)).map((parts) => parts.join(':')),
      fc.oneof(
        fc.constant(''),
        digits(61).map((seconds) => `:${seconds}`),
        fc.tuple(digits(60), fc.stringMatching(/^\d{1,12}$/)).map(([s, part]) => `:${s}.${part}`),
      ),
      offset,
    )
    .map(([year, month, day, ...time]) => `${year}-${month}-${day}${time.join('')}`),
  fc.tuple(digits(9999, 4), digits(13), digits(32)).map((parts) => parts.join('-')),
  fc.string(),
);

const FORM =
  /^(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(Z|z|([+-])(\d\d):?(\d\d))?)?$/;

/** Epoch milliseconds by the calendar, without `Date.parse`. NaN: no form of ours, or no such day or time. */
export function byTheCalendar(text: string): number {
  const match = FORM.exec(text);
  if (!match) return Number.NaN;
  const [year = 0, month = 0, day = 0] = match.slice(1, 4).map(Number);
  const [hour = 0, minute = 0, second = 0] = match.slice(4, 7).map((part) => Number(part ?? 0));
  const isLeap = second === 60;
  const millisecond = isLeap ? 999 : Number((match[7] ?? '').padEnd(3, '0').slice(0, 3));
  const [sign, hours, minutes] = [match[9] === '-' ? -1 : 1, match[10] ?? 0, match[11] ?? 0];
  if (hour > 24 || minute > 59 || second > 60) return Number.NaN;
  if (hour === 24 && minute + second + millisecond > 0) return Number.NaN;
  if (Number(hours) > 23 || Number(minutes) > 59) return Number.NaN;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return Number.NaN;
  const ofDay = ((hour * 60 + minute) * 60 + (isLeap ? 59 : second)) * 1000 + millisecond;
  return date.getTime() + ofDay - sign * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

/** Read in local time, rolled over into the next month, taken for the year 2049. */
const FOUND = ['0001-01-00', '2026-02-30T00:00:00Z', '0049-01-01 00:00:00Z'];

/** @param read what is on trial */
export const instantsTarget = (read = instantOf) =>
  target(
    'a date-time is the same instant on every machine, and what is none is none',
    30,
    anyInstant,
    (text) => assert.equal(read(text), byTheCalendar(text), 'another instant'),
    FOUND,
  );
