import { AsyncResource } from 'node:async_hooks';
import { describe, expect, it } from 'vitest';
import {
  ownStrayErrors,
  type StrayErrorOwner,
  strayErrorListener,
} from '../../../lambdas/telemetry/stray-errors.ts';
import { recording } from './recording.ts';

const CANARY = 'canary-of-names';

/** A listener as every function has it, and what it has written. */
function listening() {
  const records = recording();
  const reporting = { log: () => records.createLog(), measure: () => records.measure };
  const listener = strayErrorListener('unhandledRejection', reporting);
  return { records, reporting, listener };
}

/** Work that goes on until it is told to end. */
function working(owner: StrayErrorOwner) {
  const { promise, resolve } = Promise.withResolvers<void>();
  let inside: AsyncResource | undefined;
  const over = ownStrayErrors(owner, async () => {
    inside = new AsyncResource('work');
    await promise;
  });
  return {
    /** Calls back as a timer of the work would. */
    inside: (call: () => void) => inside?.runInAsyncScope(call),
    async end() {
      resolve();
      await over;
    },
  };
}

/** An owner that takes every error while it is told so. */
function owning(eventId: string, { records }: ReturnType<typeof listening>, takes = true) {
  const taken: unknown[] = [];
  const fail = (error: unknown) => takes && taken.push(error) > 0;
  return { taken, owner: { log: records.createLog({ eventId }), fail } };
}

describe('a stray error that belongs to no work', () => {
  it('is counted, and written down with its class and its frames, without its message', () => {
    const { records, listener } = listening();

    listener(new RangeError(`cannot save ${CANARY}`));

    expect(records.measured).toEqual([{ values: { StrayErrors: 1 }, dimensions: {} }]);
    expect(records.lines).toEqual([
      {
        level: 'error',
        message: 'stray error',
        fields: {
          kind: 'unhandledRejection',
          errorClass: 'RangeError',
          code: undefined,
          at: expect.stringContaining('stray-errors.test.ts') as string,
          frames: expect.stringContaining('stray-errors.test.ts') as string,
        },
      },
    ]);
    expect(records.said()).not.toContain(CANARY);
  });

  it('may be anything: a text is counted, and nothing of it is told', () => {
    const { records, listener } = listening();

    listener(CANARY);

    expect(records.lines).toMatchObject([{ fields: { errorClass: 'NotAnError', frames: '' } }]);
    expect(records.said()).not.toContain(CANARY);
  });

  it('never makes the listener throw: what it throws would be printed, and end the process', () => {
    const { reporting, records } = listening();
    const hostile = new Proxy(new Error(CANARY), {
      getPrototypeOf() {
        throw new Error(CANARY);
      },
    });
    const broken = {
      ...reporting,
      measure: () => {
        throw new Error(CANARY);
      },
    };

    strayErrorListener('uncaughtException', reporting)(hostile);
    strayErrorListener('uncaughtException', broken)(new Error(CANARY));

    expect(records.measured).toHaveLength(1);
  });
});

describe('a stray error of some work', () => {
  it('goes to its own work, and not to other work beside it', async () => {
    const rig = listening();
    const [one, other] = [owning('et-1', rig), owning('et-2', rig)];
    const [first, second] = [working(one.owner), working(other.owner)];
    const error = new Error(CANARY);

    second.inside(() => rig.listener(error));

    expect([one.taken, other.taken]).toEqual([[], [error]]);
    expect(rig.records.lines).toEqual([]);
    await Promise.all([first.end(), second.end()]);
  });

  it('that has lost its trace goes to the only one at work', async () => {
    const rig = listening();
    const { owner, taken } = owning('et-1', rig);
    const work = working(owner);
    const error = new Error(CANARY);

    rig.listener(error);
    await work.end();
    rig.listener(new Error(CANARY));

    expect(taken).toEqual([error]);
    expect(rig.records.lines).toHaveLength(1);
    expect(rig.records.lines[0]?.fields).not.toHaveProperty('eventId');
  });

  it('that has lost its trace is only counted if two are at work', async () => {
    const rig = listening();
    const [one, other] = [owning('et-1', rig), owning('et-2', rig)];
    const work = [working(one.owner), working(other.owner)];

    rig.listener(new Error(CANARY));

    expect([...one.taken, ...other.taken]).toEqual([]);
    expect(rig.records.measured).toHaveLength(1);
    await Promise.all(work.map((each) => each.end()));
  });

  it('that is over is counted, with the ids of that work, and disturbs no other', async () => {
    const rig = listening();
    const [one, other] = [owning('et-1', rig, false), owning('et-2', rig)];
    const first = working(one.owner);
    await first.end();
    const second = working(other.owner);

    first.inside(() => rig.listener(new Error(CANARY)));

    expect(other.taken).toEqual([]);
    expect(rig.records.lines).toMatchObject([{ fields: { eventId: 'et-1', errorClass: 'Error' } }]);
    await second.end();
  });
});
