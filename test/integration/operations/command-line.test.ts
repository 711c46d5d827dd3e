import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LedgerRow } from '../../../lambdas/ledger/ledger-row.ts';
import { buildEvent } from '../../../testing/builders/build-event.ts';
import { isIn, marked, newCanary } from '../../../conformance/canary.ts';
import { type Receiver, startReceiver } from '../receiver.ts';
import { soon } from '../soon.ts';
import { linesOf, smile as runSmile, startSmile } from './smile.ts';

const USER = 'u-operated';
const canary = newCanary();

const connected = { ...marked('ACCOUNT_CONNECTED', canary), id: 'et-connected' };
const EVENTS = [
  buildEvent('USER_CREATED', { id: 'et-created', data: { userId: USER } }),
  { ...connected, data: { ...connected.data, userId: USER, accountId: 'a-1' } },
  buildEvent('INCOMES_ADDED', { id: 'et-incomes', data: { userId: USER, accountId: 'a-1' } }),
];

const COMMANDS = [
  'dev trigger init events event user dead-letters tail inspect',
  'redrive replay setup doctor rotate conformance',
].flatMap((names) => names.split(' '));

let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
  for (const event of EVENTS) await receiver.deliver(event);
  for (const { id } of EVENTS) await receiver.rowWhen(id, 'DONE');
});
afterAll(() => receiver.run.stop());

/** Runs a command on the local run of this test. */
const smile = async (...args: readonly string[]) =>
  await runSmile(...args, '--url', receiver.run.url);

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
    [['--id', 'et-created', '--user', 'somebody-else'], []],
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
    expect(stdout).toMatch(/^✓ ACCOUNT_CONNECTED {2}et-connected {3}applied, 1 attempt$/m);
    expect(stdout).toMatch(/^ {2}\d\d:\d\d:\d\d\.\d{3} {2}received +/m);
    expect(stdout).toContain('  State      ACCOUNT#a-1/status  (none) → CONNECTED\n');
    expect(stdout).toContain('  Announced  ACCOUNT_CONNECTED\n');
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

  it('names what it does not find, and takes no name that no key can hold', async () => {
    const absent = await smile('replay', '--id', 'et-absent', '--yes');
    const unnamed = await smile(...of, '--as', '', '--yes');

    expect(absent).toMatchObject({ code: 1, stdout: '' });
    expect(absent.stderr).toContain('et-absent\tnot found');
    expect(unnamed).toMatchObject({ code: 2, stdout: '' });
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
    [['events', '--origin', 'mail'], 'webhook'],
    [['evnts'], 'Did you mean events?'],
  ])('%j ends with code 2 and says what to write', async (args, sentence) => {
    const { code, stdout, stderr } = await smile(...args);

    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(sentence);
  });

  it.each(COMMANDS)('of smile %s names what it does not know', async (name) => {
    const { code, stdout, stderr } = await runSmile(name, '--sttage', 'production');

    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('--sttage');
  });

  it('of a run that is not there ends with code 1 and says how to start one', async () => {
    const { code, stderr } = await runSmile('events', '--url', 'http://127.0.0.1:1');

    expect(code).toBe(1);
    expect(stderr).toContain('Start it with npm start or smile dev');
  });
});

describe('the help', () => {
  it.each(COMMANDS)('of smile %s begins with examples', async (name) => {
    const { code, stdout, stderr } = await runSmile(name, '--help');

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^\s*Examples:\n {2}(npx )?smile/);
  });

  it('of smile alone lists every command', async () => {
    const { stdout } = await runSmile('--help');

    expect(COMMANDS.filter((name) => !stdout.includes(`  ${name} `))).toEqual([]);
  });
});

describe('smile tail', () => {
  it('prints what happens to the events that are meant, until Ctrl-C, and counts it', async () => {
    const meant = buildEvent('USER_CREATED', { id: 'et-tailed', data: { userId: 'u-tailed' } });
    const other = buildEvent('USER_CREATED', { id: 'et-other', data: { userId: 'u-other' } });
    const tail = startSmile(['tail', '--user', 'u-tailed', '--url', receiver.run.url]);
    await soon(() => expect(tail.printed()).toContain('Following'), 30_000);

    const next = buildEvent('RATING_ADDED', { id: 'et-next', data: { userId: 'u-tailed' } });
    for (const event of [meant, other, next]) await receiver.deliver(event);
    await soon(() => expect(linesOf(tail.printed()).length).toBe(4), 30_000);
    tail.kill('SIGINT');

    const { code, stdout, stderr } = await tail.ended;
    const shown = linesOf(stdout).map((line) => line.split('\t').slice(1, 4));
    expect(code).toBe(130);
    expect(shown).toEqual([
      ['APPLIED', 'USER_CREATED', 'et-tailed'],
      ['APPLIED', 'RATING_ADDED', 'et-next'],
    ]);
    expect(stderr).toContain('2 done, 0 failed attempts, 0 dead');
  });
});
