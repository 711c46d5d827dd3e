import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildEvent } from '../../../lambdas/smile/builders/build-event.ts';
import { EVENT_TYPES, type EventType } from '../../../lambdas/smile/events.ts';
import { type Receiver, SECRET, startReceiver } from '../receiver.ts';

const CANARY = 'canary-person';

let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(() => receiver.run.stop());

/**
 * What may be told: ids, codes of Smile's own, times, and lists of such. Every other text is personal.
 */
const PUBLIC =
  /(^id|Id|Type|Code|^status|Status|^type|At|^updated(From|To)|channel|providers|datapoints|updatedIds)$/;

/** The event with a canary in each text that is not public, and in a login, a message and a new field. */
function marked(type: EventType) {
  const text = JSON.stringify(buildEvent(type));
  const event = JSON.parse(text, function (this: unknown, key, value) {
    const isPublic = Array.isArray(this) || PUBLIC.test(key);
    return typeof value === 'string' && !isPublic ? `${CANARY}-${key}` : value;
  }) as { id: string; data: Record<string, unknown> };
  Object.assign(event.data, {
    loginName: `${CANARY}-login`,
    errorMessage: `${CANARY}-error`,
    resultMessage: `${CANARY}-result`,
    brandNew: { name: `${CANARY}-new` },
  });
  return event;
}

async function everyItemOf(event: { data: Record<string, unknown> }): Promise<unknown[]> {
  const { userId, session } = event.data as { userId?: string; session?: { userId: string } };
  const user = userId ?? session?.userId;
  return user === undefined ? [] : await receiver.userItems(user);
}

describe('personal data of an event', () => {
  it.each(EVENT_TYPES)(
    '%s is in no log line, metric, announcement, answer or state item',
    async (type) => {
      const event = marked(type);
      expect(JSON.stringify(event)).toContain(CANARY);

      const answer = await receiver.deliver(event);
      const row = await receiver.rowWhen(event.id, 'DONE');

      const { body: _body, ...rest } = row;
      expect(JSON.stringify(rest)).not.toContain(CANARY);
      expect(answer.text).not.toContain(CANARY);
      expect(JSON.stringify(await everyItemOf(event))).not.toContain(CANARY);
      expect(JSON.stringify(receiver.run.eventBridge.announcements)).not.toContain(CANARY);
      expect(receiver.lines.filter((line) => line.includes(CANARY))).toEqual([]);
    },
  );

  it.each([
    ['that is unreadable', `not json ${CANARY}`],
    [
      'that lacks its ids',
      JSON.stringify({ ...marked('ACCOUNT_CONNECTED'), data: { [CANARY]: CANARY } }),
    ],
  ])('%s stays in its body', async (_name, body) => {
    const answer = await receiver.post(body);
    await receiver.drained();

    expect(answer.status).toBe(200);
    expect(answer.text).not.toContain(CANARY);
    expect(receiver.lines.filter((line) => line.includes(CANARY))).toEqual([]);
    const rows = (await receiver.rows()).map(({ body: _body, ...rest }) => rest);
    expect(JSON.stringify(rows)).not.toContain(CANARY);
  });

  it('with a wrong signature is in no log line, nor is the secret or the right digest', async () => {
    const answer = await receiver.post(JSON.stringify(marked('USER_CREATED')), {
      secret: 'wrong secret',
    });

    expect(answer.status).toBe(401);
    expect(answer.text).not.toMatch(/[0-9a-f]{64}/);
    const text = receiver.lines.join('\n');
    expect(text).not.toContain(CANARY);
    expect(text).not.toContain(SECRET);
    expect(text).not.toContain('wrong secret');
    expect(text).not.toMatch(/[0-9a-f]{128}/);
  });

  it('is in none of the metrics, nor is an id', () => {
    const metrics = receiver.lines.filter((line) => line.includes('"_aws"'));

    expect(metrics.length).toBeGreaterThan(0);
    expect(metrics.filter((line) => /et-|tenant|sha256/i.test(line))).toEqual([]);
  });
});
