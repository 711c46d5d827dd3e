import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isIn, type Marked, marked, newCanary } from '../../../conformance/canary.ts';
import { EVENT_TYPES } from '../../../lambdas/smile/events.ts';
import { type Receiver, SECRET, startReceiver } from '../receiver.ts';

const canary = newCanary();

let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(() => receiver.run.stop());

/** All that is known in the partitions that the event can have written to. */
async function everyItemOf({ data }: Marked): Promise<unknown[]> {
  const { session, ...ids } = data as Record<string, string> & { session?: { userId: string } };
  const partitions = [
    `USER#${ids.userId ?? session?.userId}`,
    `RECORD#${ids.recordId}`,
    `VERIFICATION#${ids.verificationId}`,
  ];
  const items = await Promise.all(partitions.map((pk) => receiver.items(pk)));
  return items.flat();
}

/** What CloudWatch makes of a line: names of metrics, and their dimensions with the values out of the line. */
function metricsIn(line: string): string[] {
  const { _aws, ...fields } = JSON.parse(line) as Readonly<Record<string, unknown>>;
  const { CloudWatchMetrics } = _aws as {
    CloudWatchMetrics: { Dimensions: string[][]; Metrics: { Name: string }[] }[];
  };
  const names = CloudWatchMetrics.flatMap(({ Dimensions, Metrics }) =>
    Dimensions.flat().concat(Metrics.map(({ Name }) => Name)),
  );
  return names.map((name) => `${name} ${String(fields[name])}`);
}

describe('personal data of an event', () => {
  it.each(EVENT_TYPES)(
    '%s is in no log line, metric, announcement, answer or state item',
    async (type) => {
      const event = marked(type, canary);
      expect(isIn(event, canary)).toBe(true);

      const answer = await receiver.deliver(event);
      const row = await receiver.rowWhen(event.id, 'DONE');

      const { body: _body, ...rest } = row;
      const items = await everyItemOf(event);
      expect(items).toHaveLength(1);
      const seen = [rest, answer.text, items, receiver.run.eventBridge.announcements];
      expect(seen.filter((each) => isIn(each, canary))).toEqual([]);
      expect(receiver.lines.filter((line) => isIn(line, canary))).toEqual([]);
    },
  );

  it.each([
    ['that is unreadable', `not json ${canary.word} ${canary.amount}`],
    [
      'that lacks its ids',
      JSON.stringify({
        ...marked('ACCOUNT_CONNECTED', canary),
        data: { [canary.word]: canary.amount },
      }),
    ],
  ])('%s stays in its body', async (_name, body) => {
    const answer = await receiver.post(body);
    await receiver.drained();

    expect(answer.status).toBe(200);
    expect(isIn(answer.text, canary)).toBe(false);
    expect(receiver.lines.filter((line) => isIn(line, canary))).toEqual([]);
    const rows = (await receiver.rows()).map(({ body: _body, ...rest }) => rest);
    expect(rows.filter((row) => isIn(row, canary))).toEqual([]);
  });

  it('with a wrong signature is in no log line, nor is the secret or the right digest', async () => {
    const answer = await receiver.post(JSON.stringify(marked('USER_CREATED', canary)), {
      secret: 'wrong secret',
    });

    expect(answer.status).toBe(401);
    expect(answer.text).not.toMatch(/[0-9a-f]{64}/);
    const text = receiver.lines.join('\n');
    expect(isIn(text, canary)).toBe(false);
    expect(text).not.toContain(SECRET);
    expect(text).not.toContain('wrong secret');
    expect(text).not.toMatch(/[0-9a-f]{128}/);
  });

  it('is in none of the metrics, nor is an id', () => {
    const metrics = receiver.lines.filter((line) => line.includes('"_aws"')).flatMap(metricsIn);

    expect(metrics.length).toBeGreaterThan(0);
    expect(metrics.filter((each) => /et-|tenant|sha256/i.test(each))).toEqual([]);
    expect(metrics.filter((each) => isIn(each, canary))).toEqual([]);
  });
});
