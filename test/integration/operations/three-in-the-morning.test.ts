import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listEvents } from '../../../operations/list-events.ts';
import { localStage } from '../../../operations/local-stage.ts';
import { buildEvent } from '../../../testing/builders/build-event.ts';
import { configuredStack } from '../../delivered/configured-stack.ts';
import { fixture } from '../local/fixture-run.ts';
import { type Receiver, startReceiver } from '../receiver.ts';
import { linesOf, objectsOf, smile as runSmile } from './smile.ts';

const USER = 'u-at-three';

let receiver: Receiver;
let directory: string;
beforeAll(async () => {
  const cache = join(import.meta.dirname, '../../../.cache');
  await mkdir(cache, { recursive: true });
  directory = await mkdtemp(join(cache, 'three-'));
  await copyFile(fixture('breaks-at-three.ts'), join(directory, 'smile-handlers.ts'));
  const handlers = relative(process.cwd(), join(directory, 'smile-handlers.ts'));
  const template = configuredStack({ mode: 'sandbox', handlers, retry: { attempts: 1 } });
  receiver = await startReceiver({ template, workerEntry: undefined });
});
afterAll(async () => {
  await receiver.run.stop();
  await rm(directory, { recursive: true });
});

const smile = async (...args: readonly string[]) =>
  await runSmile(...args, '--url', receiver.run.url);

it('an event that is missing is found, understood, and brought back, it alone', async () => {
  const data = { userId: USER, accountId: 'a-1' };
  const missing = buildEvent('INCOMES_ADDED', { id: 'et-missing', data });
  const other = buildEvent('RATING_ADDED', { id: 'et-other', data });
  for (const event of [missing, other]) await receiver.deliver(event);
  await receiver.rowWhen(other.id, 'DEAD');

  // Has it come?
  const came = await smile('events', '--user', USER, '--since', '1h');
  expect(linesOf(came.stdout).join('\n')).toMatch(/dead\tINCOMES_ADDED\tet-missing\t/);

  // Why did it die, and at which line?
  const why = await smile('event', 'et-missing');
  expect(why.stdout).toMatch(/^ {2}TypeError .*smile-handlers\.ts:\d+:\d+ incomeOf$/m);
  expect(why.stderr).toMatch(/Next: mend .*, then smile redrive --id et-missing/);

  // What else died of it?
  const reasons = objectsOf((await smile('dead-letters', '--json')).stdout);
  expect(reasons.map(({ ids }) => ids)).toEqual([['et-missing'], ['et-other']]);

  await copyFile(fixture('mended-at-three.ts'), join(directory, 'smile-handlers.ts'));
  await receiver.run.reloadHandlers();
  const back = await smile('redrive', '--id', 'et-missing', '--yes');

  expect(back).toMatchObject({ code: 0, stdout: 'et-missing\tapplied\n' });
  expect(await receiver.row('et-other')).toMatchObject({ status: 'DEAD' });
  const after = await smile('event', 'et-missing');
  expect(after.stdout).toMatch(/attempt 1 .*TypeError[\s\S]*redrive .*by local[\s\S]*attempt 2/);
});

it('a stage, whose tables no list can read whole, is listed from the log of its worker', async () => {
  const event = buildEvent('USER_CREATED', { id: 'et-listed', data: { userId: USER } });
  await receiver.deliver(event);
  await receiver.rowWhen(event.id, 'DONE');
  const stage = { ...(await localStage(receiver.run.url)), allRows: undefined };

  const { rows, fromLogSince } = await listEvents(stage, { types: ['USER_CREATED'] });
  const ofNoType = await listEvents(stage, { types: ['ACCOUNT_FAILED'] });

  expect(rows.map(({ eventId }) => eventId)).toEqual(['et-listed']);
  expect(Date.now() - Date.parse(fromLogSince ?? '')).toBeLessThan(2 * 60 * 60 * 1000);
  expect(ofNoType.rows).toEqual([]);
});

it('a body that could not be read is shown, and replayed as it came', async () => {
  const unreadable = '{"id":"et-half","type":';
  await receiver.post(unreadable);
  await receiver.drained();
  const [row] = objectsOf((await smile('events', '--status', 'quarantined', '--json')).stdout);
  const { eventId = '' } = (row ?? {}) as { eventId?: string };

  const shown = await smile('event', eventId, '--body');
  const replayed = await smile('replay', '--id', eventId, '--as', 'fix-1', '--yes');

  expect(shown.stdout).toBe(unreadable);
  expect(replayed).toMatchObject({
    code: 1,
    stdout: `${eventId}\tquarantined: Unreadable not-json\n`,
  });
  expect(await receiver.row(`${eventId}#fix-1`)).toMatchObject({ status: 'QUARANTINED' });
});
