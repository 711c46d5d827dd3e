import { startLocal } from '../local/start.ts';
import { Teardown } from '../local/teardown.ts';
import { sendBatch, type Speed } from './batch.ts';
import { SECRET } from './events.ts';
import { median, rounded } from './median.ts';

const EVENTS = 400;
const PAIRS = 15;

/** A batch with enforcement, and the one after it without. */
interface Pair {
  readonly on: Speed;
  readonly off: Speed;
}

/** How fast the whole local run is, engines included, and what of that the enforcement of IAM costs. */
export interface Throughput {
  /** Of each batch. */
  readonly events: number;
  /** Batches with enforcement, and as many without. */
  readonly pairs: number;
  /** Medians, with enforcement. */
  readonly storedPerSecond: number;
  readonly donePerSecond: number;
  /** Median, without enforcement. */
  readonly unenforcedDonePerSecond: number;
  /** By which events with enforcement are done more slowly, of each pair, in percent. */
  readonly enforcementLosses: readonly number[];
  /** Their median. */
  readonly enforcementLoss: number;
}

/**
 * Sends batches through two local runs in turn, one with and one without enforcement, so that a busy moment of the
 * machine hits both.
 *
 * @throws NotDone
 */
export async function benchThroughput(): Promise<Throughput> {
  const teardown = new Teardown();
  try {
    const enforced = await start(true, teardown);
    const unenforced = await start(false, teardown);
    // The first batch opens connections and makes the code fast.
    for (const run of [enforced, unenforced]) await sendBatch(run, EVENTS);
    const pairs: Pair[] = [];
    while (pairs.length < PAIRS) {
      const on = await sendBatch(enforced, EVENTS);
      const off = await sendBatch(unenforced, EVENTS);
      pairs.push({ on, off });
    }
    return summaryOf(pairs);
  } finally {
    await teardown.run();
  }
}

async function start(enforced: boolean, teardown: Teardown) {
  const run = await startLocal({
    port: 0,
    secret: SECRET,
    enforced,
    logLine: () => undefined,
  });
  teardown.add(() => run.stop());
  return run;
}

/** The loss is of each pair: what else the machine does changes from one pair to the next. */
export function summaryOf(pairs: readonly Pair[]): Throughput {
  const losses = pairs.map(({ on, off }) => (1 - on.done / off.done) * 100);
  return {
    events: EVENTS,
    pairs: pairs.length,
    storedPerSecond: rounded(median(pairs.map(({ on }) => on.stored)), 0),
    donePerSecond: rounded(median(pairs.map(({ on }) => on.done)), 0),
    unenforcedDonePerSecond: rounded(median(pairs.map(({ off }) => off.done)), 0),
    enforcementLosses: losses.map((loss) => rounded(loss, 1)),
    enforcementLoss: rounded(median(losses), 1),
  };
}
