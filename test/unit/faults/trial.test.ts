import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Cell } from '../../faults/matrix/cells.ts';
import { tryCells } from '../../faults/matrix/matrix.ts';
import { coldIngress, StillThere, tryCell } from '../../faults/matrix/trial.ts';
import type { Step } from '../../faults/plan.ts';
import type { WireFault } from '../../faults/rig/aims.ts';
import { createJournal } from '../../faults/rig/journal.ts';
import type { Rig } from '../../faults/rig/rig.ts';

const LOST_ANSWER: Cell = { step: 'answer', fault: 'network cut' };
const KILLED: Cell = { step: 'answer', fault: 'crash after' };

/** A rig whose answers are all 200, and whose queue takes what it is told to. */
function rigOf(parts: {
  hangUp?: () => Promise<number | undefined>;
  ingressPids?: () => number[];
  stores?: boolean;
}): Rig {
  const journal = createJournal();
  const { hangUp, ingressPids = () => [], stores = true } = parts;
  const post = async (body: Buffer) => {
    const { id } = JSON.parse(body.toString()) as { id: string };
    const output = JSON.stringify({ MessageId: `of ${id}` });
    if (stores) journal.note({ step: 'send', about: id, input: '', output });
    return 200;
  };
  const run = { ingressPids };
  return { run, journal, sender: { post, hangUp }, endpoint: {} } as unknown as Rig;
}

describe('an answer that gets lost', () => {
  it('was lost when there was one', async () => {
    const trial = await tryCell(LOST_ANSWER, rigOf({ hangUp: async () => 200 }));

    expect(trial.happened()).toBe(true);
    expect(trial.statuses).toEqual([undefined, 200]);
  });

  it.each([undefined, 503])('was not when the answer was %s', async (status) => {
    const trial = await tryCell(LOST_ANSWER, rigOf({ hangUp: async () => status }));

    expect(trial.happened()).toBe(false);
  });
});

describe('a crash after the answer', () => {
  it('has happened when the processes are gone', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)']);
    const ingressPids = () => (child.signalCode === null ? [child.pid as number] : []);

    const trial = await tryCell(KILLED, rigOf({ ingressPids }));
    const atOnce = trial.happened();
    if (child.signalCode === null) await once(child, 'exit');

    expect(atOnce).toBe(false);
    expect(trial.happened()).toBe(true);
  });

  it('has not when there was nobody to kill', async () => {
    expect((await tryCell(KILLED, rigOf({}))).happened()).toBe(false);
  });
});

describe('a trial', () => {
  it('notes a 2xx for what is not on the queue', async () => {
    const stored = await tryCell(KILLED, rigOf({}));
    const lost = await tryCell(KILLED, rigOf({ stores: false }));

    expect(stored.storedWhenAccepted).toBe(true);
    expect(lost.storedWhenAccepted).toBe(false);
  });
});

describe('an ingress that has to start anew', () => {
  it('is not waited for without end: the processes that do not go are named', async () => {
    const { pid = 0 } = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)']);
    const run = { ingressPids: () => [pid] };

    const waiting = coldIngress({ run }, 1);

    await expect(waiting).rejects.toThrow(StillThere);
    await expect(waiting).rejects.toThrow(String(pid));
  });
});

describe('what is left of all cells', () => {
  it('is looked at before a cell that must find every engine, too', async () => {
    // Two minutes pass while the queue is asked for the first time.
    let now = 0;
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => now);
    onTestFinished(() => clock.mockRestore());
    const rig = rigOf({});
    const whole = {
      ...rig,
      endpoint: {
        aim(step: Step, about: string, fault: WireFault) {
          for (let twice = 0; twice < 2; twice += 1) rig.journal.note({ step, about, fault });
        },
      },
      queues: {
        async waiting() {
          now += 120_000;
          return now === 120_000 ? 1 : 0;
        },
        takeDeadLetters: async () => [],
      },
      tables: { row: async () => undefined, items: async () => [], async *rows() {} },
    } as unknown as Rig;

    const { broken } = await tryCells([{ step: 'begin', fault: 'engine restarted' }], [], whole);

    expect(broken).toEqual(['the queue is not drained']);
  });

  it('is looked at once more after the callbacks', async () => {
    let asked = 0;
    const deadLetters = [['et-2'], ['widget:page:c1']];
    const rig = {
      queues: {
        async waiting() {
          asked += 1;
          return 0;
        },
        takeDeadLetters: async () => deadLetters.shift(),
      },
      tables: {
        async *rows() {
          yield { eventId: 'et-1' };
        },
      },
    } as unknown as Rig;

    const { broken } = await tryCells([], [], rig);

    expect(broken).toEqual([
      'a dead letter of no event: et-2',
      'a dead letter of widget:page:c1',
      'a row of no event: et-1',
    ]);
    expect(asked).toBe(2);
  });
});
