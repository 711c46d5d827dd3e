import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildEvent } from '../../../testing/builders/build-event.ts';
import { type Receiver, startReceiver } from '../receiver.ts';
import { soon } from '../soon.ts';

/** Before and after each step, and around them all: before the message is deleted. */
const POINTS = [
  'before-worker',
  'before-begin',
  'after-begin',
  'before-read',
  'after-read',
  'before-write',
  'after-write',
  'before-handler',
  'after-handler',
  'before-announce',
  'after-announce',
  'before-finish',
  'after-finish',
  'after-worker',
];

let receiver: Receiver;
let marks: string;
beforeAll(async () => {
  marks = await mkdtemp(join(tmpdir(), 'crash-marks-'));
  receiver = await startReceiver({
    workerEntry: fileURLToPath(new URL('workers/crashing.ts', import.meta.url)),
    workerEnvironment: { CRASH_MARKS: marks },
  });
});
afterAll(async () => {
  await receiver.run.stop();
  await rm(marks, { recursive: true });
});

const runsOf = (eventId: string) =>
  receiver.lines.filter((line) => line === JSON.stringify({ handled: eventId })).length;

const toldOf = (eventId: string) =>
  receiver.run.eventBridge.announcements.filter(({ detail }) => detail.eventId === eventId).length;

describe('a worker killed', () => {
  it.concurrent.each(POINTS)(
    '%s: the event is applied and its successor too',
    async (crashAt) => {
      const userId = `tenant-${crashAt}`;
      const ids = { userId, accountId: `a-${crashAt}` };
      const created = buildEvent('ACCOUNT_CREATED', {
        crashAt,
        createdAt: '2026-11-23T08:00:01Z',
        data: ids,
      });
      const connected = buildEvent('ACCOUNT_CONNECTED', {
        createdAt: '2026-11-23T08:00:02Z',
        data: ids,
      });

      await receiver.deliver(created);
      await receiver.deliver(connected);

      const row = await receiver.rowWhen(created.id, 'DONE', 90_000);
      const next = await receiver.rowWhen(connected.id, 'DONE', 90_000);
      expect(row.outcome).toBe('APPLIED');
      expect(next).toMatchObject({ outcome: 'APPLIED', attempts: 1 });
      const uncounted = ['before-worker', 'before-begin', 'after-finish', 'after-worker'];
      expect(row.attempts).toBe(uncounted.includes(crashAt) ? 1 : 2);
      const again = ['after-handler', 'before-announce', 'after-announce', 'before-finish'];
      expect(runsOf(created.id)).toBe(again.includes(crashAt) ? 2 : 1);
      expect(runsOf(connected.id)).toBe(1);
      const toldAgain = ['after-announce', 'before-finish'];
      expect(toldOf(created.id)).toBe(toldAgain.includes(crashAt) ? 2 : 1);
      const [item, ...others] = await receiver.userItems(userId);
      expect(others).toEqual([]);
      expect(item).toMatchObject({
        sk: `ACCOUNT#a-${crashAt}`,
        version: 2,
        status: { value: 'CONNECTED', eventId: connected.id },
      });
    },
    120_000,
  );

  it('while idle is replaced, and the next event is handled', async () => {
    const idle = receiver.run.workerPids();
    for (const pid of idle) process.kill(pid, 'SIGKILL');
    await soon(() => {
      const left = receiver.run.workerPids().filter((pid) => idle.includes(pid));
      expect(left).toEqual([]);
    });

    const event = buildEvent('USER_CREATED');
    await receiver.deliver(event);

    expect(await receiver.rowWhen(event.id, 'DONE')).toMatchObject({ attempts: 1 });
  });
});
