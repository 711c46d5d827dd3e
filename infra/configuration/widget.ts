import { z } from 'zod';
import { WATCHED_HOURS } from '../../lambdas/loss-detector/contract.ts';

/** As a browser writes an origin into the header `Origin` (RFC 6454, section 6.2). */
const ORIGIN = /^(https:\/\/[a-z0-9.-]+|http:\/\/(localhost|127\.0\.0\.1))(:\d+)?$/;

/** Half of the time for which the loss detector looks back: it must be able to find something. */
export const MAX_LOSS_AFTER_MINUTES = (WATCHED_HOURS / 2) * 60;

/** What a stage needs to let pages with the Wink Widget call its API. */
export const widget = z.strictObject({
  /** The origins of your pages, exactly. `http` for localhost and 127.0.0.1 alone, in a sandbox. */
  origins: z
    .array(
      z.string('must be a string').refine(isOrigin, {
        error:
          'must be an origin as a browser sends it, such as https://app.example.com: lower case, no path, no wildcard, no port that goes without saying',
      }),
      'must be a list of origins',
    )
    .min(1, 'must name an origin'),
  /** Minutes after which an account that the widget connected is missed, if no webhook came of it. */
  lossAfterMinutes: z
    .int('must be a whole number of minutes')
    .min(
      5,
      'must be 5 at least: Smile sends a webhook a second and a third time within two minutes',
    )
    .max(
      MAX_LOSS_AFTER_MINUTES,
      `must be ${MAX_LOSS_AFTER_MINUTES} at most: an account is looked for during one day only`,
    )
    .default(15),
});

/** True for an origin that only a browser on the same machine can have: `http` is refused elsewhere. */
export function isOfOneMachine(origin: string): boolean {
  return origin.startsWith('http:');
}

/** What a browser would write differently would never be equal to what it sends. */
function isOrigin(text: string): boolean {
  return ORIGIN.test(text) && URL.canParse(text) && new URL(text).origin === text;
}
