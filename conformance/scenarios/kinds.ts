import { randomInt } from 'node:crypto';
import { buildEvent, type SmileWireEvent } from '../../testing/builders/build-event.ts';
import { EVENT_TYPES } from '../../lambdas/smile/events.ts';
import { checkEqual } from '../check.ts';
import type { Item } from '../effects/effects.ts';
import { factOf, toldOf } from '../facts.ts';
import type { Scenario } from '../scenario.ts';
import { digestOf } from '../signature.ts';
import type { Trial } from '../trial.ts';

const AT_ONCE = 10;

/**
 * The event's own thing, of which nobody else has told, is the only one, at its first version, and says what the
 * event has told.
 */
async function checkState(trial: Trial, event: SmileWireEvent): Promise<void> {
  const { pk, sk, path, value } = factOf(event);
  const items = await trial.target.effects.items(pk);
  const keys = items.map((item) => [item.sk, item.version]);
  checkEqual(`What there is of ${pk} after ${event.type}`, keys, [[sk, 1]]);
  const fact = path.reduce<unknown>((inner, name) => (inner as Item | undefined)?.[name], items[0]);
  const { asOf: _asOf, rank: _rank, ...said } = (fact ?? {}) as Record<string, unknown>;
  const what = `The ${path.join('.')} of ${pk} ${sk} after ${event.type}`;
  checkEqual(what, said, { ...value, eventId: event.id, type: event.type });
}

export const kinds: readonly Scenario[] = [
  {
    id: 'malformed-json',
    sentence: 'a signed body that is no event is taken, and kept whole in quarantine, once',
    async run(trial) {
      const { userId } = trial.newAccount();
      const { id: _id, ...withoutId } = buildEvent('USER_CREATED');
      const bodies = [
        `not json ${userId}`,
        `{"id":"${userId}"`,
        `["${userId}"]`,
        `"${userId}"`,
        JSON.stringify({ ...withoutId, data: { userId } }),
        JSON.stringify({ ...withoutId, id: '', data: { userId } }),
        JSON.stringify({ ...buildEvent('USER_CREATED', { data: { userId } }), type: null }),
      ].map((text) => Buffer.from(text));

      for (const body of bodies) await trial.accepted(body);
      const rows = await Promise.all(bodies.map((body) => trial.quarantined(body)));
      for (const body of bodies) await trial.accepted(body);
      await trial.settled(userId);

      const after = await Promise.all(bodies.map((body) => trial.quarantined(body)));
      checkEqual('After a second delivery the rows', after, rows);
    },
  },
  {
    id: 'unknown-type',
    sentence: 'an event of a type that nobody knows is kept whole, handled and announced',
    async run(trial) {
      const data = { ...trial.newAccount(), brandNew: { kind: 1 } };
      const event = { ...buildEvent('USER_CREATED'), type: 'CONFORMANCE_HAPPENED', data };
      const body = Buffer.from(JSON.stringify(event));

      await trial.accepted(body);

      await trial.handled(event.id, body, { outcome: 'UNKNOWN_TYPE' });
      await trial.settled(data.userId);
      await trial.told(event.id, 1);
    },
  },
  {
    id: 'unknown-fields',
    sentence: 'an event with fields that nobody knows is handled, and kept with them',
    async run(trial) {
      const data = { ...trial.newAccount(), riskClass: 'A', providers: ['some_new_provider'] };
      const event = buildEvent('ACCOUNT_CONNECTED', { tenant: { isNew: true }, data });
      const body = Buffer.from(JSON.stringify(event));

      await trial.accepted(body);

      await trial.handled(event.id, body);
    },
  },
  {
    id: 'numeric-ids',
    sentence: 'ids that come as numbers are taken for their text, the longest digit by digit',
    async run(trial) {
      const { userId } = trial.newAccount();
      const base = `9${String(randomInt(10 ** 12)).padStart(12, '0')}`;
      // Two integers that one number of JavaScript stands for.
      const accounts = [`${base}007199`, `${base}007200`];
      const sent = accounts.map((accountId, n) => {
        const event = buildEvent('ACCOUNT_CONNECTED', {
          id: `${base}${n}`,
          data: { userId, accountId },
        });
        const text = JSON.stringify(event).replace(/"(id|accountId)":"(\d+)"/g, '"$1":$2');
        return { id: event.id, accountId, body: Buffer.from(text) };
      });

      for (const { body } of sent) await trial.accepted(body);

      for (const { id, accountId, body } of sent) {
        const row = await trial.handled(id, body);
        checkEqual('The account in the row', row.accountId, accountId);
        checkEqual('The account', await trial.status({ userId, accountId }), 'CONNECTED');
        await trial.told(id, 1);
      }
    },
  },
  {
    id: 'every-type',
    sentence: `each of Smile's ${EVENT_TYPES.length} types is kept, handled once, in the state and announced`,
    async run(trial) {
      const events = EVENT_TYPES.map((type) => buildEvent(type));

      for (const event of events) await trial.deliver(event);

      for (const event of events) {
        const row = await trial.handled(event.id, Buffer.from(JSON.stringify(event)));
        checkEqual(`The type in the row of ${event.type}`, row.type, event.type);
      }
      await trial.drained();
      for (const event of events) await checkState(trial, event);
      const announced = await trial.toldOf(
        events.map(({ id }) => id),
        1,
      );
      for (const event of events) {
        const [told] = announced.get(event.id) ?? [];
        if (!told) continue;
        checkEqual(`What was announced of ${event.type}`, told.detailType, event.type);
        checkEqual(`What is told of ${event.type}`, told.detail, toldOf(event));
      }
    },
  },
  {
    id: 'same-id-other-body',
    sentence: 'of two bodies under one id the first is handled, and the second kept in quarantine',
    async run(trial) {
      const account = trial.newAccount();
      const event = buildEvent('ACCOUNT_CONNECTED', { data: account });
      const first = Buffer.from(JSON.stringify(event));
      const second = Buffer.from(JSON.stringify({ ...event, type: 'ACCOUNT_FAILED' }));
      await trial.accepted(first);
      await trial.handled(event.id, first);

      await trial.accepted(second);
      await trial.settled(account.userId);

      await trial.handled(event.id, first);
      checkEqual('The account', await trial.status(account), 'CONNECTED');
      await trial.told(event.id, 1);
      await trial.quarantined(second);
    },
  },
  {
    id: 'same-id-at-once',
    sentence: `of ${AT_ONCE} bodies under one id that come at once one is handled, the others kept`,
    async run(trial) {
      const { id } = buildEvent('ACCOUNT_CONNECTED');
      // Of a user each: nothing but the ledger keeps them apart.
      const sent = Array.from({ length: AT_ONCE }, () => {
        const account = trial.newAccount();
        const event = buildEvent('ACCOUNT_CONNECTED', { id, data: account });
        return { account, body: Buffer.from(JSON.stringify(event)) };
      });

      await Promise.all(sent.map(({ body }) => trial.accepted(body)));
      const { bodySha256 } = await trial.row(id, 'DONE');
      await trial.drained();

      for (const { account, body } of sent) {
        const isFirst = digestOf(body) === bodySha256;
        if (isFirst) await trial.handled(id, body);
        else await trial.quarantined(body);
        const status = await trial.status(account);
        checkEqual('The account of a body', status, isFirst ? 'CONNECTED' : undefined);
      }
      await trial.told(id, 1);
    },
  },
];
