import { createHash, createHmac } from 'node:crypto';
import { buildEvent } from '../../testing/builders/build-event.ts';
import { checkEqual } from '../check.ts';
import { checkRefused } from '../refusals.ts';
import type { Scenario } from '../scenario.ts';
import { digestOf, signatureOf } from '../signature.ts';

export const signatures: readonly Scenario[] = [
  {
    id: 'signature-missing',
    sentence: 'an event without a signature, or with an empty one, is refused and leaves nothing',
    run: (trial) =>
      checkRefused(trial, {
        absent: (body) => ({ body, signature: null }),
        empty: (body) => ({ body, signature: '' }),
      }),
  },
  {
    id: 'signature-malformed',
    sentence: 'a signature that is not 128 hex digits is refused and leaves nothing',
    run: (trial) =>
      checkRefused(trial, {
        'one digit short': (body, secret) => ({
          body,
          signature: signatureOf(body, secret).slice(0, 127),
        }),
        'one digit long': (body, secret) => ({
          body,
          signature: `${signatureOf(body, secret)}0`,
        }),
        'one digit only': (body, secret) => ({
          body,
          signature: signatureOf(body, secret).slice(0, 1),
        }),
        'not hex': (body, secret) => ({
          body,
          signature: `${signatureOf(body, secret).slice(0, 127)}g`,
        }),
        'behind a prefix': (body, secret) => ({
          body,
          signature: `sha512=${signatureOf(body, secret)}`,
        }),
        'base64 in place of hex': (body, secret) => ({
          body,
          signature: Buffer.from(signatureOf(body, secret), 'hex').toString('base64'),
        }),
      }),
  },
  {
    id: 'signature-wrong-key',
    sentence: 'a signature by another key or another algorithm is refused and leaves nothing',
    run: (trial) =>
      checkRefused(trial, {
        'by another key': (body, secret) => ({ body, signature: signatureOf(body, `${secret}x`) }),
        'by an empty key': (body) => ({ body, signature: signatureOf(body, '') }),
        'without a key': (body) => ({
          body,
          signature: createHash('sha512').update(body).digest('hex'),
        }),
        'by SHA-256': (body, secret) => ({
          body,
          signature: createHmac('sha256', secret).update(body).digest('hex'),
        }),
      }),
  },
  {
    id: 'signature-of-another-body',
    sentence: 'a signature that holds for another event is refused and leaves nothing',
    run: (trial) =>
      checkRefused(trial, {
        "another event's": (body, secret) => ({
          body,
          signature: signatureOf(Buffer.from(JSON.stringify(buildEvent('USER_CREATED'))), secret),
        }),
        'that of an empty body': (body, secret) => ({
          body,
          signature: signatureOf(Buffer.alloc(0), secret),
        }),
      }),
  },
  {
    id: 'signature-stale',
    sentence: 'the signature of an older body of the same id does not let another body in',
    async run(trial) {
      const account = trial.newAccount();
      const event = buildEvent('ACCOUNT_CONNECTED', { data: account });
      const older = Buffer.from(JSON.stringify(event));
      const newer = Buffer.from(JSON.stringify({ ...event, version: 2 }));
      await trial.accepted(older);
      await trial.handled(event.id, older);

      const answer = await trial.post(newer, {
        signature: signatureOf(older, trial.target.secret),
      });
      await trial.settled(account.userId);

      checkEqual('The answer', answer.status, 401);
      await trial.handled(event.id, older);
      await trial.noRow(`sha256:${digestOf(newer)}`);
      await trial.told(event.id, 1);
    },
  },
  {
    id: 'signature-upper-case',
    sentence: 'a signature in upper-case hex holds',
    async run(trial) {
      const event = buildEvent('ACCOUNT_CONNECTED', { data: trial.newAccount() });
      const body = Buffer.from(JSON.stringify(event));

      await trial.accepted(body, {
        signature: signatureOf(body, trial.target.secret).toUpperCase(),
      });

      await trial.handled(event.id, body);
    },
  },
  {
    id: 'header-name-case',
    sentence: "the signature is found whatever the case of its header's name",
    async run(trial) {
      for (const signatureHeader of ['smile-signature', 'SMILE-SIGNATURE', 'sMiLe-sIgNaTuRe']) {
        const event = buildEvent('ACCOUNT_CONNECTED', { data: trial.newAccount() });
        const body = Buffer.from(JSON.stringify(event));

        const { status } = await trial.post(body, { signatureHeader });

        checkEqual(`The answer to ${signatureHeader}`, status, 200);
        await trial.handled(event.id, body);
      }
    },
  },
];
