import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { verifySignature } from '../../../lambdas/smile/signature.ts';
import { target } from '../target.ts';
import { hmacSha512 } from '../web-crypto.ts';

const secret = fc.string({ minLength: 1, maxLength: 64, unit: 'grapheme' });

/** What became of a right signature on its way. */
const anyDamage: fc.Arbitrary<(right: string) => string | undefined> = fc.oneof(
  { weight: 4, arbitrary: fc.constant((right: string) => right) },
  { weight: 2, arbitrary: fc.constant((right: string) => right.toUpperCase()) },
  fc.constant(() => undefined),
  fc.constant(() => ''),
  fc.constant((right: string) => ` ${right}`),
  fc.constant((right: string) => `${right}\n`),
  fc.constant((right: string) => `sha512=${right}`),
  fc.constant((right: string) => right.slice(0, 64)),
  fc.constant((right: string) => `${right}${right}`),
  fc.constant((right: string) => `${right},${right}`),
  fc.constant((right: string) => Buffer.from(right, 'hex').toString('base64')),
  fc.tuple(fc.nat(127), fc.constantFrom('0', 'f', 'g', 'é', '\u0000')).map(
    ([at, character]) =>
      (right: string) =>
        right.slice(0, at) + character + right.slice(at + 1),
  ),
  fc.string({ maxLength: 130 }).map((other) => () => other),
);

const inputs = fc.record({
  body: fc.uint8Array({ maxLength: 120 }),
  accepted: fc.array(secret, { maxLength: 3 }),
  signedBy: fc.oneof(fc.nat(2), secret),
  changed: fc.oneof(
    { weight: 3, arbitrary: fc.constant(undefined) },
    fc.uint8Array({ maxLength: 120 }),
  ),
  damage: anyDamage,
});

/** @param verify what is on trial */
export const signatureTarget = (verify = verifySignature) =>
  target(
    'a signature holds if and only if an accepted secret made it over these very bytes',
    10,
    inputs,
    async ({ body, accepted, signedBy, changed, damage }) => {
      const signer = typeof signedBy === 'number' ? accepted[signedBy] : signedBy;
      const header = damage(await hmacSha512(body, signer ?? 'nobody'));
      const arrived = changed ?? body;

      const { valid, fault } = verify(arrived, header, accepted);

      const right = await Promise.all(accepted.map((known) => hmacSha512(arrived, known)));
      const isRight = header !== undefined && right.includes(header.toLowerCase());
      assert.equal(valid, isRight, valid ? 'a wrong one passed' : 'a right one was refused');
      assert.equal(fault === undefined, valid);
    },
  );
