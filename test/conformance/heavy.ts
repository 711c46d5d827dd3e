import { SCENARIOS } from '../../conformance/scenarios.ts';

/** These send megabytes by the dozen. */
const HEAVY: ReadonlySet<string> = new Set(['body-base64-limit', 'body-6-mib', 'body-10-mib']);

/** All others: what `npm test` tries everywhere. */
export const LIGHT = SCENARIOS.filter(({ id }) => !HEAVY.has(id));

/** `npm run conformance:whole`: everything is tried everywhere. */
export const isWhole = process.env.CONFORMANCE_WHOLE === '1';
