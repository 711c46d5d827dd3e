import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { isIn, marked, newCanary } from '../../../conformance/canary.ts';
import { bundleFunction } from '../../../infra/bundle.ts';
import { entryPath, RECEIVER_ENTRIES, WIDGET_ENTRIES } from '../../../infra/bundle/entries.ts';
import { WORKER_ENTRY } from '../../delivered/worker-entry.ts';
import { again, createRig } from '../../unit/worker/rig.ts';
import { type Receiver, startReceiver } from '../receiver.ts';
import { soon } from '../soon.ts';
import { ClientProcess, type Deployed } from './client-process.ts';

const CLIENTS = [4, 3] as const;

/** What its functions do not start without. A request without a session reaches none of it. */
const OF_THE_WIDGET = {
  SESSION_SECRET_ID: 'session-secret',
  SMILE_CREDENTIALS_ID: 'smile-credentials',
  SMILE_MODE: 'sandbox',
  LIMITS_TABLE: 'limits',
  WIDGET_ORIGINS: 'https://app.example.com',
  LOSS_AFTER_MINUTES: '15',
};

const canary = newCanary();
const messages = createRig();

let directory: string;
let receiver: Receiver;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'smile-test-'));
  receiver = await startReceiver();
});
afterAll(async () => {
  await receiver.run.stop();
  await rm(directory, { recursive: true });
});

const started: ClientProcess[] = [];
const start = async (deployed: Omit<Deployed, 'environment'>) => {
  const environment = { ...receiver.run.environment, ...OF_THE_WIDGET };
  const process = await ClientProcess.start({ ...deployed, environment });
  started.push(process);
  return process;
};
afterEach(async () => {
  for (const process of started.splice(0)) await process.stop();
});

const ownWorker = fileURLToPath(new URL('workers/straying.ts', import.meta.url));

/** Bundles a program that is written for one test. */
async function bundleSource(name: string, source: string): Promise<string> {
  const file = join(directory, `${name}.ts`);
  await writeFile(file, source);
  return await bundleFunction(file, join(directory, name));
}

/** An event whose handler does this, with the canary wherever a body can hold it. */
const straying = (stray: string) => ({ ...marked('INCOMES_ADDED', canary), stray });

/** The lines of our own log that report a stray error. */
const reported = ({ output }: ClientProcess) =>
  output
    .split('\n')
    .filter((line) => line.includes('"stray error"'))
    .map((line) => JSON.parse(line) as Record<string, unknown>);

const counted = ({ output }: ClientProcess) => output.split('"StrayErrors":1').length - 1;

describe.each(CLIENTS)('under the runtime client of version %i', (client) => {
  describe('a worker', () => {
    let bundle: string;
    beforeAll(async () => {
      bundle = await bundleFunction(ownWorker, join(directory, 'straying'));
    });

    it.each([
      ['rejects a promise that nobody awaits', 'RangeError'],
      ['rejects with a text', 'NotAnError'],
      ['throws in a timer and never returns', 'RangeError'],
      ['throws in a microtask', 'RangeError'],
      ['has an emitter without a listener', 'RangeError'],
    ])('fails the attempt of a handler that %s, and lives', async (stray, errorClass) => {
      const event = straying(stray);
      const record = messages.message(event);
      const next = marked('ACCOUNT_CONNECTED', canary);
      const worker = await start({ bundle, client });

      const first = await worker.invoke({ Records: [record] });
      const failed = await receiver.row(event.id);
      const second = await worker.invoke({ Records: [again(record)] });
      const after = await worker.invoke({ Records: [messages.message(next)] });

      const tryAgain = { value: { batchItemFailures: [{ itemIdentifier: record.messageId }] } };
      expect([first, second]).toEqual([tryAgain, tryAgain]);
      expect(failed).toMatchObject({
        status: 'FAILED',
        attempts: 1,
        lastError: { class: errorClass },
      });
      expect(await receiver.row(event.id)).toMatchObject({ status: 'FAILED', attempts: 2 });
      expect(after).toEqual({ value: { batchItemFailures: [] } });
      expect(await receiver.row(next.id)).toMatchObject({ status: 'DONE', outcome: 'APPLIED' });
      expect(worker.output).toContain('attempt failed');
      expect(counted(worker)).toBe(0);
      expect(isIn(worker.output, canary)).toBe(false);
    });

    it.each([
      ['leaves a rejection for later', 'unhandledRejection'],
      ['leaves a throw for later', 'uncaughtException'],
    ])('only counts and logs the error of a handler that %s', async (stray, kind) => {
      const event = straying(stray);
      const next = marked('ACCOUNT_CONNECTED', canary);
      const worker = await start({ bundle, client });

      const answer = await worker.invoke({ Records: [messages.message(event)] });
      const [line] = await soon(() => {
        expect(reported(worker)).toHaveLength(1);
        return reported(worker);
      });
      const after = await worker.invoke({ Records: [messages.message(next)] });

      expect(answer).toEqual({ value: { batchItemFailures: [] } });
      expect(after).toEqual(answer);
      expect(await receiver.row(event.id)).toMatchObject({ status: 'DONE', attempts: 1 });
      expect(line).toMatchObject({
        level: 'ERROR',
        kind,
        errorClass: 'RangeError',
        eventId: event.id,
        frames: expect.stringContaining('index.js') as string,
      });
      expect(counted(worker)).toBe(1);
      expect(isIn(worker.output, canary)).toBe(false);
    });
  });

  it.each(
    [...RECEIVER_ENTRIES, ...WIDGET_ENTRIES].map(
      (name) => [name, name === 'worker' ? WORKER_ENTRY : entryPath(name)] as const,
    ),
  )(
    'the function %s answers as ever although errors escape in it, and lives',
    async (name, entry) => {
      const plain = await start({
        bundle: await bundleFunction(entry, join(directory, name)),
      });
      const bundle = await bundleSource(
        `straying-${name}`,
        `import { handler as own } from '${entry}';
         export const handler = (event, context) => {
           void Promise.reject(new Error(event.canary));
           setTimeout(() => { throw new Error(event.canary); });
           return own(event, context);
         };`,
      );
      const process = await start({ bundle, client });
      const event = { canary: canary.word, headers: {}, body: '{}', Records: [] };

      const expected = await plain.invoke(event);
      const answers = [await process.invoke(event), await process.invoke(event)];
      await soon(() => expect(reported(process)).toHaveLength(4));

      expect(expected).toHaveProperty('value');
      expect(answers).toEqual([expected, expected]);
      expect(counted(process)).toBe(4);
      expect(isIn(process.output, canary)).toBe(false);
    },
  );

  it('a function that leaves stray errors to others prints the message and ends', async () => {
    const bundle = await bundleSource(
      'leaving',
      `export const handler = ({ canary }) => { void Promise.reject(new Error(canary)); };`,
    );
    const process = await start({ bundle, client });

    await expect(process.invoke({ canary: canary.word })).rejects.toThrow('The process ended');

    expect(isIn(process.output, canary)).toBe(true);
  });

  it('a function that cannot reach Lambda any more ends by itself', async () => {
    const bundle = await bundleFunction(entryPath('ingress'), join(directory, 'alone'));
    const process = await start({ bundle, client });
    await process.invoke({ headers: {}, body: '{}' });

    await process.leaveAlone();

    expect(await process.ended).toMatchObject({ signal: null });
  });
});
