import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import {
  describeError,
  errorFields,
  stackFrames,
} from '../../../lambdas/telemetry/describe-error.ts';
import { anyJson, anyText, CANARY } from '../inputs/json.ts';
import { target } from '../target.ts';

/** A text with the canary somewhere in it, sometimes on a line that looks like a frame of a stack. */
const personal = fc
  .tuple(
    anyText,
    fc.constantFrom(CANARY, `\n${CANARY}\n`, `\n    at ${CANARY} (a.ts:1:1)\n`),
    anyText,
  )
  .map((parts) => parts.join(''));

function refuse(): never {
  throw new Error(CANARY);
}

const anyThrown: fc.Arbitrary<unknown> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .record({
        kind: fc.constantFrom(Error, TypeError, URIError),
        message: fc.oneof(personal, fc.constant('')),
        name: fc.oneof(fc.constantFrom(undefined, 'ThrottlingException'), personal, anyJson),
        code: fc.oneof(fc.constantFrom(undefined, 'ECONNRESET', 503), personal, anyJson),
        // Frames that somebody has invented look like any others.
        stack: fc.oneof(
          { weight: 3, arbitrary: fc.constant(undefined) },
          fc.constant(`Error: ${CANARY}`),
          anyJson,
        ),
        later: fc.oneof(
          { weight: 3, arbitrary: fc.constant(undefined) },
          fc.constantFrom('', 'E', 'Error: '),
          personal,
        ),
        trap: fc.constantFrom(undefined, undefined, undefined, 'name', 'code', 'message', 'stack'),
      })
      .map(({ kind, message, name, code, stack, later, trap }) => {
        const error = new kind(message);
        const members = { name, code, stack, message: later };
        for (const [member, value] of Object.entries(members)) {
          if (value !== undefined)
            Object.defineProperty(error, member, { value, configurable: true });
        }
        if (trap) Object.defineProperty(error, trap, { get: refuse });
        return error;
      }),
  },
  personal,
  anyJson,
  fc.constantFrom(undefined, Symbol('s'), () => CANARY, new Proxy({}, {})),
);

const FRAME_LIKE = `x\n    at ${CANARY} (a.ts:1:1)`;

/** Messages that were emptied, or cut down to what the head begins with, after the stack was made. */
const FOUND = ['', 'Error', 'E'].map((message) => {
  const error = new Error(FRAME_LIKE);
  Error.captureStackTrace(error);
  return Object.assign(error, { stack: error.stack, message });
});

/** @param describe what is on trial */
export const errorsTarget = (describe = describeError) =>
  target(
    'of anything thrown only class, code and places in code are told, and telling never throws',
    12,
    anyThrown,
    (thrown) => {
      const told = [describe(thrown), errorFields(thrown), stackFrames(thrown)];

      const text = JSON.stringify(told);
      assert.ok(!text.includes('Canary of'), `something personal was told: ${text}`);
      assert.match(describe(thrown).class, /^[A-Za-z_$][\w$.:-]*$/);
    },
    FOUND,
  );
