import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildEvent } from '../../../testing/builders/build-event.ts';
import { type Receiver, startReceiver } from '../receiver.ts';
import { soon } from '../soon.ts';

let receiver: Receiver;
let directory: string;
let fixMark: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'fix-mark-'));
  fixMark = join(directory, 'fixed');
  receiver = await startReceiver({
    workerEntry: fileURLToPath(new URL('workers/failing.ts', import.meta.url)),
    workerEnvironment: { FIX_MARK: fixMark },
  });
});
afterAll(async () => {
  await receiver.run.stop();
  await rm(directory, { recursive: true });
});

const runsOf = (eventId: string) =>
  receiver.lines.filter((line) => line === JSON.stringify({ handled: eventId })).length;

interface DeadLetter {
  readonly eventId: string | undefined;
  readonly reason: string | undefined;
}

const seen = new Map<string, DeadLetter>();

/** Every dead letter ever seen. A look hides them for a second, so that one alone tells little. */
async function deadLetters(): Promise<DeadLetter[]> {
  const { environment } = receiver.run;
  const sqs = new SQSClient({
    endpoint: environment.AWS_ENDPOINT_URL_SQS,
    region: environment.AWS_REGION,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    useQueueUrlAsEndpoint: false,
  });
  const look = new ReceiveMessageCommand({
    QueueUrl: environment.DEAD_LETTERS_QUEUE_URL,
    MaxNumberOfMessages: 10,
    VisibilityTimeout: 1,
    MessageAttributeNames: ['All'],
  });
  const { Messages = [] } = await sqs.send(look);
  for (const { MessageId = '', MessageAttributes = {} } of Messages) {
    const { eventId, deadReason } = MessageAttributes;
    seen.set(MessageId, { eventId: eventId?.StringValue, reason: deadReason?.StringValue });
  }
  return [...seen.values()];
}

const deathsOf = async (eventId: string) =>
  (await deadLetters()).filter((letter) => letter.eventId === eventId);

// One story told in steps: each test goes on where the one before it ended.
describe('a handler that fails', () => {
  const poisoned = { userId: 'tenant-poisoned', accountId: 'a-poisoned' };
  const poison = buildEvent('INCOMES_ADDED', { data: poisoned });
  const permanent = buildEvent('RATING_ADDED', { data: { userId: 'tenant-permanent' } });
  const later = buildEvent('IDENTITY_ADDED', { data: { userId: 'tenant-later' } });
  const forgetful = buildEvent('DOCUMENTS_ADDED', { data: { userId: 'tenant-forgetful' } });
  const fatal = buildEvent('LIABILITIES_ADDED', { data: { userId: 'tenant-fatal' } });
  const successors = [
    buildEvent('ACCOUNT_CONNECTED', { data: poisoned }),
    buildEvent('TRANSACTIONS_ADDED', { data: poisoned }),
    buildEvent('TASK_FINISHED', { data: { ...poisoned, sourceId: 'a-poisoned' } }),
  ];
  const incomplete = { ...buildEvent('ACCOUNT_CONNECTED'), data: { userId: 'tenant-incomplete' } };
  const empty = { ...buildEvent('ACCOUNT_CONNECTED'), data: null };
  const impatient = buildEvent('EMPLOYMENTS_ADDED', { data: { userId: 'tenant-impatient' } });

  it('holds up only its own user', async () => {
    for (const event of [fatal, later, poison, ...successors]) await receiver.deliver(event);
    await soon(async () => expect((await receiver.row(poison.id))?.status).toBe('FAILED'));
    const other = buildEvent('ACCOUNT_CONNECTED');

    await receiver.deliver(other);

    await receiver.rowWhen(other.id, 'DONE', 5000);
    expect((await receiver.row(poison.id))?.status).not.toBe('DEAD');
    expect(await receiver.row(successors[0]?.id ?? '')).toBeUndefined();
  });

  it('ends in the dead letters after five attempts, with class and code', async () => {
    const row = await receiver.rowWhen(poison.id, 'DEAD', 60_000);

    expect(row).toMatchObject({
      attempts: 5,
      open: 'DEAD',
      lastError: { class: 'PartnerError', code: 'E_PARTNER' },
    });
    expect(row.lastError).not.toHaveProperty('message');
    await soon(async () => {
      expect(await deathsOf(poison.id)).toMatchObject([{ reason: 'PartnerError E_PARTNER' }]);
    });
  });

  it('leaves the state as Smile told it', async () => {
    const [item] = await receiver.userItems(poisoned.userId);

    expect(item).toMatchObject({ dataPoints: { INCOMES: { eventId: poison.id } } });
  });

  it("lets its user's later events be handled, none of them dead", async () => {
    for (const { id } of successors) {
      expect(await receiver.rowWhen(id, 'DONE')).toMatchObject({ attempts: 1 });
    }
    expect((await deadLetters()).map(({ eventId }) => eventId)).toEqual([poison.id]);
  });

  it('and calls it permanent goes to the dead letters at once, with its reason', async () => {
    await receiver.deliver(permanent);

    const row = await receiver.rowWhen(permanent.id, 'DEAD', 5000);

    expect(row).toMatchObject({
      attempts: 1,
      lastError: {
        class: 'NonRetriableError',
        code: 'non-retriable',
        message: 'rating of a closed product',
      },
    });
    await soon(async () => {
      const deaths = await deathsOf(permanent.id);
      expect(deaths).toMatchObject([{ reason: 'rating of a closed product' }]);
    });
  });

  it.each([
    ['its ids', incomplete, 'schema', 'schema: data.accountId'],
    ['its data', empty, 'data-missing', 'schema: data'],
  ])(
    'is never called with an event that lacks %s: dead letter',
    async (_, event, code, message) => {
      await receiver.deliver(event);

      const row = await receiver.rowWhen(event.id, 'DEAD', 5000);

      expect(row).toMatchObject({
        attempts: 1,
        lastError: { class: 'EventSchemaError', code, message },
      });
    },
  );

  it('ends after as many attempts as its own registration says', async () => {
    await receiver.deliver(impatient);

    expect(await receiver.rowWhen(impatient.id, 'DEAD', 30_000)).toMatchObject({ attempts: 2 });
  });

  it('by killing its process five times is given up too', async () => {
    const row = await receiver.rowWhen(fatal.id, 'DEAD', 150_000);

    expect(row).toMatchObject({ attempts: 5, lastError: { class: 'WorkerCrashed' } });
  }, 180_000);

  it('and is redriven without a fix is dead again, not lost', async () => {
    let moved = 0;
    await soon(async () => {
      moved += await receiver.redrive();
      expect(moved).toBeGreaterThanOrEqual(4);
    });

    await soon(async () => expect(await deathsOf(permanent.id)).toHaveLength(2), 20_000);
    await soon(async () => expect(await deathsOf(poison.id)).toHaveLength(2), 60_000);
  }, 120_000);

  it('by a promise that it forgot to await has failed like any other, in a process that lives', async () => {
    await receiver.deliver(forgetful);

    const row = await receiver.rowWhen(forgetful.id, 'FAILED');

    expect(row).toMatchObject({ lastError: { class: 'PartnerError', code: 'E_PARTNER' } });
    expect(receiver.lines.filter((line) => /exit code \d/.test(line))).toEqual([]);
  });

  it('waits without spending attempts while it asks for later', async () => {
    const waiting = await soon(async () => {
      const row = await receiver.row(later.id);
      expect(row?.status).toBe('FAILED');
      return row;
    });

    await writeFile(fixMark, '');

    expect(waiting).toMatchObject({ attempts: 0, lastError: { class: 'RetryAfterError' } });
    expect(await receiver.rowWhen(later.id, 'DONE', 90_000)).toMatchObject({ attempts: 1 });
  });

  it('and is redriven after the fix is handled once', async () => {
    await soon(async () => {
      await receiver.redrive();
      expect((await receiver.row(poison.id))?.status).toBe('DONE');
    }, 30_000);

    expect(await receiver.row(poison.id)).toMatchObject({ attempts: 1, outcome: 'APPLIED' });
    await soon(() => expect(runsOf(poison.id)).toBe(1));
  });

  it('writes nothing personal of its errors anywhere', () => {
    expect(receiver.lines.filter((line) => line.includes('canary'))).toEqual([]);
  });
});
