import { type SendMessageBatchCommandInput, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { sendMessages } from '../../../lambdas/aws/sqs.ts';

const QUEUE = 'https://sqs.eu-west-1.amazonaws.com/000000000000/events.fifo';
const SIGNAL = new AbortController().signal;

// The real client, just before it would open a connection.
const send =
  vi.fn<
    (command: { readonly input: SendMessageBatchCommandInput }, options: object) => Promise<object>
  >();
vi.spyOn(SQSClient.prototype, 'send').mockImplementation(send as never);

afterEach(() => {
  send.mockReset();
});

const messages = (count: number) =>
  Array.from({ length: count }, (_, n) => ({
    text: `body ${n}`,
    groupId: 'u-1',
    deduplicationId: `d-${n}`,
    attributes: { origin: 'widget' },
  }));

const entriesSent = () => send.mock.calls.map(([{ input }]) => input.Entries ?? []);

describe('messages for a queue', () => {
  it.each([
    [0, []],
    [1, [1]],
    [10, [10]],
    [11, [10, 1]],
    [50, [10, 10, 10, 10, 10]],
  ])('go ten at a time, in their order: %i', async (count, sizes) => {
    send.mockResolvedValue({});

    await sendMessages(QUEUE, messages(count), SIGNAL);

    const bodies = entriesSent().flatMap((entries) => entries.map((entry) => entry.MessageBody));
    expect(entriesSent().map(({ length }) => length)).toEqual(sizes);
    expect(bodies).toEqual(messages(count).map(({ text }) => text));
  });

  it('go as they are, under an id of their own in each request, and with the deadline', async () => {
    send.mockResolvedValue({ Successful: [] });

    await sendMessages(QUEUE, messages(11), SIGNAL);

    const [, second] = send.mock.calls;
    expect(second?.[0].input).toEqual({
      QueueUrl: QUEUE,
      Entries: [
        {
          Id: '0',
          MessageBody: 'body 10',
          MessageGroupId: 'u-1',
          MessageDeduplicationId: 'd-10',
          MessageAttributes: { origin: { DataType: 'String', StringValue: 'widget' } },
        },
      ],
    });
    expect(second?.[1]).toEqual({ abortSignal: SIGNAL });
    expect(new Set(entriesSent()[0]?.map(({ Id }) => Id)).size).toBe(10);
  });

  it('are not all sent when SQS refuses one of a request, and no more are tried', async () => {
    send.mockResolvedValueOnce({});
    send.mockResolvedValueOnce({
      Successful: [{ Id: '0' }],
      Failed: [{ Id: '1', Code: 'InternalError', SenderFault: false, Message: 'canary' }],
    });

    const sending = sendMessages(QUEUE, messages(30), SIGNAL);

    await expect(sending).rejects.toMatchObject({
      name: 'EntryNotSent',
      code: 'InternalError',
      message: expect.not.stringContaining('canary'),
    });
    expect(send).toHaveBeenCalledTimes(2);
  });

  it('are not all sent when SQS refuses one without a code', async () => {
    send.mockResolvedValue({ Failed: [{}] });

    const sending = sendMessages(QUEUE, messages(1), SIGNAL);

    await expect(sending).rejects.toMatchObject({ name: 'EntryNotSent', code: 'unknown' });
  });

  it('are not all sent when a request fails, and its error is handed on', async () => {
    const error = new Error('throttled');
    send.mockResolvedValueOnce({});
    send.mockRejectedValueOnce(error);

    await expect(sendMessages(QUEUE, messages(20), SIGNAL)).rejects.toBe(error);
  });
});
