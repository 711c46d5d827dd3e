import { waitingIn } from './effects/effects.ts';
import { checkEqual } from './check.ts';
import { NEEDS, type Scenario } from './scenario.ts';
import type { Target } from './target.ts';
import { Trial } from './trial.ts';

/** How a scenario ended. */
export interface Result {
  readonly id: string;
  readonly sentence: string;
  readonly outcome: 'ok' | 'failed' | 'skipped';
  /** Why it failed or was skipped. */
  readonly reason?: string;
  /** What could not be looked at. */
  readonly notes: readonly string[];
  readonly milliseconds: number;
}

/** Tries the scenarios, one after another, and tells each result when it is there. */
export async function* runScenarios(
  scenarios: readonly Scenario[],
  target: Target,
): AsyncGenerator<Result> {
  for (const scenario of scenarios) yield await runScenario(scenario, target);
}

async function runScenario(scenario: Scenario, target: Target): Promise<Result> {
  const { id, sentence, needs } = scenario;
  if (needs !== undefined && !NEEDS[needs].isMet(target)) {
    const { reason } = NEEDS[needs];
    return { id, sentence, outcome: 'skipped', reason, notes: [], milliseconds: 0 };
  }
  const trial = new Trial(target);
  const start = performance.now();
  const ended = () => ({ notes: trial.notes, milliseconds: Math.round(performance.now() - start) });
  try {
    const { deadLetters } = await target.effects.queues();
    await scenario.run(trial);
    await leavesNothing(trial, waitingIn(deadLetters));
    return { id, sentence, outcome: 'ok', ...ended() };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { id, sentence, outcome: 'failed', reason, ...ended() };
  }
}

/** No scenario sends anything that may stay in a queue. */
async function leavesNothing(trial: Trial, deadBefore: number): Promise<void> {
  await trial.drained();
  const { deadLetters } = await trial.target.effects.queues();
  checkEqual('The number of dead letters', waitingIn(deadLetters), deadBefore);
}
