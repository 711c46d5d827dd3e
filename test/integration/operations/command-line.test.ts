import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LedgerRow } from '../../../lambdas/ledger/ledger-row.ts';
import { buildEvent } from '../../../testing/builders/build-event.ts';
import { isIn, marked, newCanary } from '../../../conformance/canary.ts';
import { type Receiver, startReceiver } from '../receiver.ts';

const SMILE = fileURLToPath(new URL('../../../cli/smile.mjs', import.meta.url));
const USER = 'u-operated';
const canary = newCanary();

const connected = { ...marked('ACCOUNT_CONNECTED', canary), id: 'et-connected' };
const EVENTS = [
  buildEvent('USER_CREATED', { id: 'et-created', data: { userId: USER } }),
  { ...connected, data: { ...connected.data, userId: USER, accountId: 'a-1' } },
  buildEvent('INCOMES_ADDED', { id: 'et-incomes', data: { userId: USER, accountId: 'a-1' } }),
];

let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
  for (const event of EVENTS) await receiver.deliver(event);
  for (const { id } of EVENTS) await receiver.rowWhen(id, 'DONE');
});
afterAll(() => receiver.run.stop());

/** Runs the command line as a script would: in a pipe, on the local run of this test. */
async function smile(...args: readonly string[]) {
  const { url } = receiver.run;
  try {
    const done = await promisify(execFile)(process.execPath, [SMILE, ...args, '--url', url]);
    return { code: 0, ...done };
  } catch (error) {
    return error as { code: number; stdout: string; stderr: string };
  }
}

const linesOf = (text: string) => text.split('\n').filter((line) => line !== '');

describe('smile events', () => {
  it('lists a user’s events, newest first, one line each', async () => {
    const { code, stdout, stderr } = await smile('events', '--user', USER);

    const ids = linesOf(stdout).map((line) => line.split('\t')[3]);
    expect(code).toBe(0);
    expect(ids).toEqual(['et-incomes', 'et-connected', 'et-created']);
    expect(stderr).toContain(`Next: smile event et-incomes --url ${receiver.run.url}`);
  });

  it.each([
    [
      ['--type', 'INCOMES_ADDED,USER_CREATED'],
      ['et-incomes', 'et-created'],
    ],
    [
      ['--account', 'a-1', '--outcome', 'applied'],
      ['et-incomes', 'et-connected'],
    ],
    [['--id', 'et-created', '--id', 'et-absent'], ['et-created']],
    [['--since', '1h', '--limit', '1'], ['et-incomes']],
    [['--until', '2020-01-01'], []],
    [['--status', 'dead,failed,quarantined'], []],
  ])('finds what %j means', async (args, ids) => {
    const { stdout } = await smile('events', '--json', ...args);

    const rows = linesOf(stdout).map((line) => JSON.parse(line) as LedgerRow);
    expect(rows.map(({ eventId }) => eventId)).toEqual(ids);
    expect(rows.every(({ body }) => body === undefined)).toBe(true);
  });
});

describe('smile event', () => {
  it('shows what became of an event, and no word of its body', async () => {
    const { code, stdout } = await smile('event', 'et-connected');

    expect(code).toBe(0);
    expect(stdout).toMatch(/^became +applied after 1 attempt$/m);
    expect(isIn([stdout], canary)).toBe(false);
  });

  it('prints the body only when it is asked for, byte by byte', async () => {
    const { stdout } = await smile('event', 'et-connected', '--body');

    expect(stdout).toBe(JSON.stringify(EVENTS[1]));
  });

  it('ends with code 1 for an event that is not there', async () => {
    expect(await smile('event', 'et-absent')).toMatchObject({ code: 1, stdout: '' });
  });
});

describe('smile user', () => {
  it('shows each fact with its time and the event that said it', async () => {
    const { stdout } = await smile('user', USER);

    expect(linesOf(stdout).map((line) => line.split('\t'))).toContainEqual([
      'ACCOUNT#a-1',
      'status',
      'CONNECTED',
      expect.any(String),
      'et-connected',
    ]);
  });
});

describe('smile replay', () => {
  const of = ['replay', '--user', USER, '--type', 'INCOMES_ADDED'] as const;

  it('says what it would do, and asks before it acts', async () => {
    const dry = await smile(...of, '--dry-run');
    const asked = await smile(...of);

    expect(dry).toMatchObject({ code: 0, stdout: 'et-incomes\n' });
    expect(asked).toMatchObject({ code: 2, stdout: '' });
    expect(asked.stderr).toContain('Add --yes.');
  });

  it('lets the handler run once more under a key of its own, however often it is continued', async () => {
    const before = await receiver.userItems(USER);

    const first = await smile(...of, '--yes', '--as', 'r-1');
    const again = await smile(...of, '--yes', '--as', 'r-1');
    const row = await receiver.rowWhen('et-incomes#r-1', 'DONE');
    await receiver.drained();

    expect([first.code, again.code]).toEqual([0, 0]);
    expect(row).toMatchObject({ attempts: 1, origin: 'replay' });
    const announced = receiver.run.eventBridge.announcements.filter((entry) =>
      JSON.stringify(entry).includes('et-incomes#r-1'),
    );
    expect(announced).toHaveLength(1);
    expect(await receiver.userItems(USER)).toEqual(before);
  });

  it('wants to know which events', async () => {
    expect(await smile('replay')).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('wrong usage', () => {
  it.each([
    [['events', '--statuss', 'dead'], 'Did you mean --status?'],
    [['events', '--status', 'deadd'], 'deadd is not one of started, done'],
    [['events', '--since', 'yesterday'], 'Write 2h, 30m'],
    [['events', '--limit', '0'], 'from 1 to 10000'],
    [['event'], "missing required argument 'id'"],
    [['event', 'et-1', 'et-2'], 'too many arguments'],
    [['evnts'], 'Did you mean events?'],
  ])('%j ends with code 2 and says what to write', async (args, sentence) => {
    const { code, stdout, stderr } = await smile(...args);

    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(sentence);
  });

  it('of a run that is not there ends with code 1 and says how to start one', async () => {
    const args = [SMILE, 'events', '--url', 'http://127.0.0.1:1'];

    const running = promisify(execFile)(process.execPath, args);

    await expect(running).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Start it with npm start or smile dev') as string,
    });
  });
});

describe('the help', () => {
  it.each(['dev', 'init', 'events', 'event', 'user', 'replay'])(
    'of smile %s begins with examples',
    async (name) => {
      const { stdout } = await promisify(execFile)(process.execPath, [SMILE, name, '--help']);

      expect(stdout).toMatch(/^\s*Examples:\n {2}(npx )?smile/);
    },
  );
});
