import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../eventually.ts';
import { type FixtureRun, startFixtureRun } from './fixture-run.ts';
import { sendTo } from './queue-client.ts';

let run: FixtureRun;
beforeAll(async () => {
  run = await startFixtureRun();
});
afterAll(() => run.stop());

const deliveries = (body: string) => run.handled().filter(({ got }) => got.body === body);
const empty = async () => {
  const { events } = await run.look('queues');
  return events.visible + events.inFlight === 0;
};

describe('the event source', () => {
  it('hands over one message in the shape of Lambda, and deletes it after success', async () => {
    const messageId = await sendTo(run, 'plain', {
      MessageGroupId: 'group',
      MessageDeduplicationId: 'deduplication',
      MessageAttributes: { origin: { DataType: 'String', StringValue: 'webhook' } },
    });

    const [delivery] = await eventually(
      () => deliveries('plain').length === 1 && deliveries('plain'),
    );

    expect(delivery?.got).toMatchObject({
      messageId,
      body: 'plain',
      attributes: {
        ApproximateReceiveCount: '1',
        MessageGroupId: 'group',
        MessageDeduplicationId: 'deduplication',
        SentTimestamp: expect.stringMatching(/^\d{13}$/),
        ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
      },
      messageAttributes: { origin: { stringValue: 'webhook', dataType: 'String' } },
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:ap-southeast-1:000000000000:smile-sandbox-events.fifo',
      awsRegion: 'ap-southeast-1',
    });
    expect(delivery?.remaining).toBeGreaterThan(500);
    await eventually(empty);
    expect(deliveries('plain')).toHaveLength(1);
  });

  it('prints nothing of a message that a terminal would act upon', async () => {
    const body = 'plain \u202e\u009b31m\ufeff';
    await sendTo(run, body);

    await eventually(() => deliveries(body).length === 1);

    expect(run.lines.join('')).not.toMatch(/[\u202e\u009b\ufeff]/);
  });

  // Each waits for a visibility timeout; all can wait for the same.
  it.concurrent.each([
    'fail-once',
    'nonsense-once',
    'throw-once',
    'crash-once',
    'hang-once',
    'spin-once',
  ])(
    'leaves the message to its visibility timeout when the function does this: %s',
    async (body) => {
      const before = Date.now();

      await sendTo(run, body);
      const [first, second] = await eventually(
        () => deliveries(body).length === 2 && deliveries(body),
      );

      expect(second?.got.messageId).toBe(first?.got.messageId);
      expect(second?.got.attributes.ApproximateReceiveCount).toBe('2');
      expect(Date.now() - before).toBeGreaterThan(1900);
      await eventually(empty);
    },
  );

  it('says that the time was up, as Lambda does', async () => {
    await sendTo(run, 'hang-once again');

    const line = await eventually(() => run.lines.find((each) => each.includes('timed out')));

    expect(line).toContain('Task timed out after 1.00 seconds');
    await eventually(empty);
  });

  it('handles a message when it arrives, and not when its poll of two seconds is over', async () => {
    const before = Date.now();

    await sendTo(run, 'quick');
    await eventually(() => deliveries('quick').length > 0);

    expect(Date.now() - before).toBeLessThan(1500);
  });

  it('never has two messages of one group at a time, and keeps their order', async () => {
    const bodies = Array.from({ length: 10 }, (_, index) => `ordered ${index}`);

    for (const body of bodies) await sendTo(run, body, { MessageGroupId: 'one' });
    await eventually(empty);

    const seen = run.handled().map(({ got }) => got.body);
    expect(seen.filter((body) => body.startsWith('ordered'))).toEqual(bodies);
  });

  it('uses as many processes as there is work for, up to its concurrency', async () => {
    const bodies = Array.from({ length: 40 }, (_, index) => `many ${index}`);

    await Promise.all(bodies.map((body) => sendTo(run, body)));
    await eventually(empty);

    expect(bodies.every((body) => deliveries(body).length === 1)).toBe(true);
    expect(run.workerPids().length).toBeLessThanOrEqual(5);
  });

  it('goes on after an outage of the queue, and tells about it once', async () => {
    const outages = () => run.lines.filter((line) => line.startsWith('The queue does not answer'));
    const before = outages().length;
    await run.engines.sqs.stop();
    await eventually(() => outages().length > before);

    await run.engines.sqs.start();
    await sendTo(run, 'after the outage');
    await eventually(() => deliveries('after the outage').length > 0);

    expect(outages()).toHaveLength(before + 1);
  });
});
