import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Decision } from '../../../local/iam/guard.ts';
import { bodyOf } from '../../../operations/body-of.ts';
import { CHECKS } from '../../../operations/doctor/checks.ts';
import { examineLocal } from '../../../operations/doctor/examine-local.ts';
import { runChecks } from '../../../operations/doctor/run-checks.ts';
import { findEvents } from '../../../operations/find-events.ts';
import { holdDeadLetters } from '../../../operations/held-letters.ts';
import { localStage } from '../../../operations/local-stage.ts';
import { redrive } from '../../../operations/redrive.ts';
import { replay } from '../../../operations/replay.ts';
import { userState } from '../../../operations/user-state.ts';
import { buildEvent } from '../../../testing/builders/build-event.ts';
import { type Receiver, startReceiver } from '../receiver.ts';

const signal = new AbortController().signal;
const LARGE = { note: 'x'.repeat(8000) };

let receiver: Receiver;
const decisions: Decision[] = [];
beforeAll(async () => {
  receiver = await startReceiver({ decided: (decision) => decisions.push(decision) });
});
afterAll(() => receiver.run.stop());

/** No engine of the local run plays these; the commands' own tests answer them. */
const ELSEWHERE = [
  'cloudformation:DescribeStacks',
  'cloudwatch:DescribeAlarms',
  'cloudwatch:GetMetricData',
  'lambda:GetAccountSettings',
  'lambda:ListEventSourceMappings',
  'logs:FilterLogEvents',
  'sns:ListSubscriptionsByTopic',
];

it("every permission of the operators' policy is used by a command, and nothing else is needed", async () => {
  const data = { userId: 'u-1' };
  const done = buildEvent('USER_CREATED', { ...LARGE, data });
  const dead = { ...buildEvent('ACCOUNT_CONNECTED'), data: { userId: 'u-1' } };
  for (const event of [done, dead]) await receiver.deliver(event);
  await receiver.rowWhen(done.id, 'DONE');
  await receiver.rowWhen(dead.id, 'DEAD');
  const stage = await localStage(receiver.run.url);

  const ofUser = await findEvents(stage, { user: 'u-1' });
  const given = await findEvents(stage, { statuses: ['DEAD'] });
  await userState(stage, 'u-1');
  {
    await using seen = await holdDeadLetters(stage);
    expect(seen.letters).toHaveLength(1);
  }
  {
    await using held = await holdDeadLetters(stage);
    const how = { rate: 100, runStale: false, signal };
    for await (const sent of redrive(stage, held.letters, held, how))
      expect(sent).toHaveProperty('key');
  }
  const rows = ofUser.filter(({ eventId }) => eventId === done.id);
  const again = { name: 'r-1', rate: 100, runStale: false, signal };
  for await (const sent of replay(stage, rows, again)) expect(sent).toHaveProperty('key');
  const marks = await Promise.all(runChecks(CHECKS, await examineLocal(receiver.run.url)));
  const gone = await bodyOf(stage, { bodyRef: 'bodies/gone/gone' });

  const made = decisions.filter(({ principal }) => principal.roleId === 'Operator');
  const [{ principal } = { principal: undefined }] = made;
  const granted = (principal?.statements ?? []).flatMap(
    ({ Action }) => [Action].flat() as string[],
  );
  const used = new Set(made.map(({ action }) => action));
  expect(marks.map(({ mark }) => mark)).not.toContain('unseen');
  expect([ofUser.length, given.length, gone]).toEqual([2, 1, undefined]);
  expect(made.filter(({ verdict }) => verdict !== 'allowed')).toEqual([]);
  expect([...new Set(granted)].filter((action) => !used.has(action)).toSorted()).toEqual(ELSEWHERE);
});
