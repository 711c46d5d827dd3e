import type { LedgerRow } from '../../lambdas/ledger/ledger-row.ts';
import type { Expected } from '../../operations/deliver/expected.ts';
import type { TriggerOptions } from '../commands/trigger.ts';
import { counted } from '../output/counted.ts';
import { progress } from '../output/progress.ts';
import { type Fate, isSuccess, printFate, type SentEvent } from './print-sent.ts';
import type { ReceiverAddress } from './receiver-address.ts';

type Pending = SentEvent & Expected;

/** Says what becomes of events. */
export interface Watch {
  /** Looks up what is known of an event before it is sent. */
  readonly expect: (body: Uint8Array) => Promise<Expected>;
  /** Takes an event that was sent. */
  readonly sent: (event: Pending) => void;
  /** Prints what became of events, until the signal or until none is under way. */
  readonly look: (signal: AbortSignal) => Promise<void>;
  /** The same at the end: no longer than the options say. Prints also what is still under way. */
  readonly finish: (signal: AbortSignal) => Promise<void>;
}

/**
 * Watches a receiver if `--wait` asks for it. It needs the ledger, so a URL must be that of a local run.
 *
 * @throws LocalRunUnreachable, StageOutOfReach
 */
export async function watchOutcomes(
  to: ReceiverAddress,
  options: TriggerOptions,
): Promise<Watch | undefined> {
  if (!options.wait) return undefined;
  const { expectedOf } = await import('../../operations/deliver/expected.ts');
  const { outcomes } = await import('../../operations/outcomes.ts');
  const stage = await stageAt(to);
  const pending = new Map<string, Pending>();
  const shown = progress();

  let last: string | undefined;
  const settle = (event: Pending, fate: Fate) => {
    pending.delete(event.key);
    shown.clear();
    printFate(event, fate, options);
    if (fate.is !== 'refused') last = event.key;
    if (fate.is === 'waiting' || ('row' in fate && isTrouble(fate.row))) process.exitCode ??= 1;
  };

  const look = async (signal: AbortSignal) => {
    if (pending.size === 0) return;
    shown.show(`${counted(pending.size, 'event')} under way`);
    for await (const { row } of outcomes(stage, [...pending.values()], signal)) {
      const event = pending.get(row.eventId);
      if (event) settle(event, { is: 'settled', row });
      shown.show(`${counted(pending.size, 'event')} under way`);
    }
    shown.clear();
  };

  return {
    expect: (body) => expectedOf(stage, body),
    sent(event) {
      if (!event.answers.some(isSuccess)) settle(event, { is: 'refused' });
      else if (event.known) settle(event, { is: 'duplicate', row: event.known });
      else {
        // The same bytes again: one event.
        const before = pending.get(event.key);
        const answers = [...(before?.answers ?? []), ...event.answers];
        pending.set(event.key, { ...(before ?? event), answers });
      }
    },
    look,
    async finish(signal) {
      // A timer of no time still leaves one look.
      const { waitFor } = options;
      const limit = waitFor === 0 ? AbortSignal.abort() : AbortSignal.timeout(waitFor * 1000);
      await look(AbortSignal.any([signal, limit]));
      for (const event of pending.values()) settle(event, { is: 'waiting' });
      if (last !== undefined) process.stderr.write(`Next: smile event ${last}${stage.option}\n`);
    },
  };
}

async function stageAt(to: ReceiverAddress) {
  if ('stage' in to) {
    const { deployedStage } = await import('../../operations/deployed-stage.ts');
    return await deployedStage(to.stage);
  }
  const { localStage } = await import('../../operations/local-stage.ts');
  const stage = await localStage(new URL(to.url).origin);
  process.stderr.write(`${stage.title}\n`);
  return stage;
}

const isTrouble = ({ status }: LedgerRow): boolean => status !== 'DONE';
