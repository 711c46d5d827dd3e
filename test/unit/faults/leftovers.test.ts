import { describe, expect, it } from 'vitest';
import {
  deadCallbacks,
  strangers,
  strayLetters,
  undrained,
  untilHappened,
} from '../../faults/matrix/leftovers.ts';

const tables = {
  async *rows() {
    yield { eventId: 'et-1' };
    yield { eventId: 'sha256:00' };
  },
};

describe('strangers', () => {
  it('are rows of no event', async () => {
    expect(await strangers(new Set(['et-1']), { tables })).toEqual([
      'a row of no event: sha256:00',
    ]);
  });

  it('are not there when every row is somebody’s', async () => {
    expect(await strangers(new Set(['et-1', 'sha256:00', 'et-2']), { tables })).toEqual([]);
  });
});

describe('a queue', () => {
  it('that holds a message too long is said not to be drained', async () => {
    const queues = { waiting: async () => 1 };

    expect(await undrained({ queues }, 1)).toEqual(['the queue is not drained']);
  });

  it('that cannot be asked is not said to be drained', async () => {
    const queues = { waiting: async () => Promise.reject(new Error('away')) };

    expect(await undrained({ queues }, 1)).toEqual(['the queue is not drained']);
  });

  it('is waited for until it is empty, engine away or not', async () => {
    const answers = [async () => 1, () => Promise.reject(new Error('away')), async () => 0];
    const queues = { waiting: async () => await (answers.shift() as () => Promise<number>)() };

    expect(await undrained({ queues })).toEqual([]);
    expect(answers).toEqual([]);
  });
});

describe('a fault that goes on when the queue is empty', () => {
  it('is waited for', async () => {
    const answers = [false, false, true];
    const trials = [{ happened: () => true }, { happened: () => answers.shift() ?? true }];

    await untilHappened(trials);

    expect(answers).toEqual([]);
  });

  it('is not waited for without end', async () => {
    const trial = { happened: () => false };

    await expect(untilHappened([trial], 1)).resolves.toBeUndefined();
  });
});

describe('dead letters of nobody', () => {
  it('are named, and those of events are not', () => {
    const found = strayLetters(['et-1', 'et-2', ''], new Set(['et-1']));

    expect(found).toEqual([
      'a dead letter of no event: et-2',
      'a dead letter of no event: without an id',
    ]);
  });
});

describe('dead letters of callbacks', () => {
  it('are named', async () => {
    const letters = ['widget:page:c1'];
    const queues = { takeDeadLetters: async () => letters.splice(0) };

    expect(await deadCallbacks({ queues })).toEqual(['a dead letter of widget:page:c1']);
    expect(await deadCallbacks({ queues })).toEqual([]);
  });
});
