import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bodyRefOf } from '../../../lambdas/message/event-key.ts';
import { buildEvent } from '../../../testing/builders/build-event.ts';
import { type Receiver, startReceiver } from '../receiver.ts';

let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(() => receiver.run.stop());

/** A TASK_FINISHED whose JSON has about this many bytes. */
function taskOfSize(bytes: number) {
  const description = 'x'.repeat(1000);
  const items = Array.from({ length: Math.ceil(bytes / 1100) }, (_, n) => ({
    id: `t-${n}`,
    date: '2026-11-01',
    description,
    currency: 'PHP',
    amount: n + 0.5,
  }));
  return buildEvent('TASK_FINISHED', {
    data: {
      datapoints: ['TRANSACTIONS'],
      payload: { transactions: { nextCursor: null, items } },
    },
  });
}

describe('a large body', () => {
  it('of 3 MB waits in the bucket and is handled', async () => {
    const event = taskOfSize(3_000_000);

    const answer = await receiver.deliver(event);

    expect(answer.status).toBe(200);
    const row = await receiver.rowWhen(event.id, 'DONE');
    expect(row).toMatchObject({ outcome: 'APPLIED', attempts: 1 });
    expect(row.bodyRef).toBe(bodyRefOf(event.data.userId, row.bodySha256 as string));
    expect(row).not.toHaveProperty('body');
  });

  it('just over what the message carries inline waits in the bucket', async () => {
    const event = buildEvent('USER_CREATED', { padding: 'x'.repeat(3 * 1024) });

    await receiver.deliver(event);

    expect((await receiver.rowWhen(event.id, 'DONE')).bodyRef).toBeDefined();
  });

  it('over the limit of a function event is refused by the gateway in its own words, and nothing is stored', async () => {
    const event = taskOfSize(4_800_000);

    const answer = await receiver.deliver(event);

    expect(answer.status).toBe(413);
    expect(JSON.parse(answer.text)).toEqual({ message: 'Request Too Long' });
    expect(receiver.lines.join()).toContain('Switch off includePayload at Smile');
    expect(await receiver.row(event.id)).toBeUndefined();
  });
});
