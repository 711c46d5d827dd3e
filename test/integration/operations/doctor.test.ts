import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { CHECKS } from '../../../operations/doctor/checks.ts';
import { SECRET } from '../receiver.ts';
import { soon } from '../soon.ts';
import { type Patient, startPatient } from './patient.ts';
import { linesOf, objectsOf, smile, startSmile } from './smile.ts';

const OTHER_SECRET = 'canary-other-secret-9f2';
const NAMES = CHECKS.map(({ name }) => name);

let stage: Patient;
beforeAll(async () => {
  stage = await startPatient();
});
afterAll(() => stage.stop());
beforeEach(() => stage.heal());

/** The command as a script runs it, on the stage. */
async function doctor(...args: readonly string[]) {
  const { environment } = stage;
  return await startSmile(['doctor', '--stage', 'sandbox', ...args], { environment }).ended;
}

it('finds a stage well, and ends with 0', async () => {
  const { code, stdout, stderr } = await doctor();

  const marks = linesOf(stdout).map((line) => line.split('\t').slice(0, 2));
  expect(marks).toEqual(NAMES.map((name) => ['✓', name]));
  expect(code).toBe(0);
  expect(stderr).toMatch(/0 problems, 0 warnings, 9 fine in \d+\.\d s/);
});

it('names what is wrong and its cure, shows no secret, and ends with 1', async () => {
  const { state } = stage;
  state.stack = 'UPDATE_ROLLBACK_FAILED';
  stage.register({ active: false, secret: OTHER_SECRET });
  await stage.receiver.run.secretsManager.set(` ${OTHER_SECRET}`);
  Object.assign(state, { stored: 0, queueAge: 3600, concurrentExecutions: 5, subscriptions: [] });
  state.alarms.forEach((alarm) => (alarm.StateValue = 'ALARM'));
  await using _ = await stage.deadLetter();

  const { code, stdout } = await doctor('--json', '--verbose');

  const found = objectsOf(stdout);
  expect(found.map(({ check, mark }) => [check, mark])).toEqual(
    NAMES.map((name) => [
      name,
      name === 'last-event' || name === 'subscribers' ? 'warning' : 'problem',
    ]),
  );
  expect(found.every(({ cure }) => typeof cure === 'string')).toBe(true);
  expect(stdout).not.toContain(OTHER_SECRET);
  expect(stdout).not.toContain(SECRET);
  expect(code).toBe(1);
});

it('never says that something is well which it may not look at', async () => {
  stage.state.denied = new Set(['cloudformation:DescribeStacks']);

  const { code, stdout } = await doctor();

  const lines = linesOf(stdout);
  expect(lines.map((line) => line[0])).toEqual(
    NAMES.map((name) => (name === 'last-event' ? '✓' : '?')),
  );
  expect(lines[0]).toContain('It needs cloudformation:DescribeStacks on the stack smile-sandbox');
  expect(code).toBe(1);
});

it('looks at what is asked for, and ends with 0 if nothing but a warning is found', async () => {
  stage.state.stored = 0;

  const some = await doctor('--only', 'last-event,secret', '--json');
  const none = await doctor('--only', 'queu');

  expect(objectsOf(some.stdout)).toMatchObject([
    { check: 'secret', mark: 'fine' },
    { check: 'last-event', mark: 'warning' },
  ]);
  expect(some.code).toBe(0);
  expect(none).toMatchObject({ code: 2, stdout: '' });
  expect(none.stderr).toContain('Name some of stack, secret, registration');
});

it('looks again until it is interrupted', async () => {
  const watching = startSmile(
    ['doctor', '--stage', 'sandbox', '--only', 'secret', '--watch', '--json'],
    { environment: stage.environment },
  );
  await soon(() => expect(watching.printed()).toContain('1 fine'), 30_000);
  watching.kill('SIGINT');

  const { code, stdout } = await watching.ended;
  expect(code).toBe(130);
  expect(objectsOf(stdout)).toMatchObject([{ check: 'secret', mark: 'fine' }]);
});

it('examines a local run, and says what a laptop has not', async () => {
  const { url, webhookUrl } = stage.receiver.run;
  stage.register({ url: webhookUrl });

  const { code, stdout } = await smile('doctor', '--url', url);

  const marks = Object.fromEntries(
    linesOf(stdout).map((line) => line.split('\t').slice(0, 2).toReversed()),
  );
  expect(marks).toEqual({
    stack: '–',
    secret: '✓',
    registration: '✓',
    'last-event': '–',
    queue: '✓',
    'dead-letters': '✓',
    concurrency: '–',
    alarms: '–',
    subscribers: '–',
  });
  expect(code).toBe(0);
});
