import { SCENARIOS } from '../../conformance/scenarios.ts';

/** These send megabytes by the dozen. */
const HEAVY: ReadonlySet<string> = new Set(['body-base64-limit', 'body-6-mib', 'body-10-mib']);

/** All others: what `npm test` tries everywhere. */
export const LIGHT = SCENARIOS.filter(({ id }) => !HEAVY.has(id));

const TELLING: ReadonlySet<string> = new Set([
  'single-delivery',
  'every-type',
  'redaction-effects',
  'redaction-logs',
]);

/** What `npm test` tries on receivers that tell too much, and do nothing else wrong. */
export const OF_LEAKS = SCENARIOS.filter(({ id }) => TELLING.has(id));

/** `npm run conformance:whole`: everything is tried everywhere. */
export const isWhole = process.env.CONFORMANCE_WHOLE === '1';
