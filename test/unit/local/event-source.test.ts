import { setTimeout as delay } from 'node:timers/promises';
import { DeleteMessageCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { startEventSource } from '../../../local/event-source/event-source.ts';

/** A queue that gives these two messages, and then none. */
async function polled(mapping: { batchSize: number; reportsItemFailures: boolean }) {
  const asked: unknown[] = [];
  const deleted: unknown[] = [];
  const events: { Records: { messageId: string }[] }[] = [];
  const waiting = ['a', 'b'].map((id) => ({ MessageId: id, ReceiptHandle: `handle-${id}` }));
  const send = async (command: object) => {
    if (command instanceof DeleteMessageCommand) deleted.push(command.input.ReceiptHandle);
    if (!(command instanceof ReceiveMessageCommand)) return {};
    asked.push(command.input.MaxNumberOfMessages);
    await delay(1);
    return { Messages: waiting.splice(0, command.input.MaxNumberOfMessages) };
  };
  const clients = { sqs: { send }, poller: { send } } as never;
  const source = startEventSource({
    clients,
    mapping: { ...mapping, concurrency: 1 },
    queueUrl: 'url',
    queueArn: 'arn',
    async invoke(event) {
      events.push(event as (typeof events)[number]);
      return { batchItemFailures: [{ itemIdentifier: 'a' }] };
    },
    logLine: () => undefined,
  });
  await expect.poll(() => deleted).toContain('handle-b');
  await source.quiet(100);
  await source.ended;
  return {
    asked: [...new Set(asked)],
    deleted,
    batches: events.map(({ Records }) => Records.map(({ messageId }) => messageId)),
  };
}

describe('an event source', () => {
  it('hands over one message at a time when the mapping says so', async () => {
    const { asked, batches } = await polled({ batchSize: 1, reportsItemFailures: false });

    expect(asked).toEqual([1]);
    expect(batches).toEqual([['a'], ['b']]);
  });

  it('hands over as many as the mapping says, and keeps those that failed', async () => {
    const { asked, batches, deleted } = await polled({ batchSize: 10, reportsItemFailures: true });

    expect(asked).toEqual([10]);
    expect(batches).toEqual([['a', 'b']]);
    expect(deleted).toEqual(['handle-b']);
  });

  it('takes every answer for success when the mapping reports no failures of items', async () => {
    const { deleted } = await polled({ batchSize: 10, reportsItemFailures: false });

    expect(deleted).toEqual(['handle-a', 'handle-b']);
  });
});
