import { SmileUrlRefused } from '../../lambdas/smile/rest/base-url.ts';
import { SmileApiError } from '../../lambdas/smile/rest/smile-api-error.ts';
import { describeError } from '../../lambdas/telemetry/describe-error.ts';
import { StageOutOfReach } from '../stage-out-of-reach.ts';
import type { Examined } from './examined.ts';
import type { Finding } from './finding.ts';

/** One thing that is looked at. It changes nothing. */
export interface Check {
  readonly name: string;
  /**
   * Anything thrown means that it could not look.
   *
   * @param signal fires when its time is over
   */
  readonly look: (examined: Examined, signal: AbortSignal) => Promise<Finding>;
}

/** What came of a check. */
export interface Checked extends Finding {
  readonly check: string;
}

/** Long enough for a few retries of AWS's clients; a person waits for the slowest. */
const LIMIT_MS = 10_000;

/** Begins all checks at once. The promises are in the order of the checks, and never reject. */
export function runChecks(
  checks: readonly Check[],
  examined: Examined,
  limitMs = LIMIT_MS,
): readonly Promise<Checked>[] {
  return checks.map((check) => run(check, examined, limitMs));
}

class TooLate extends Error {
  override readonly name = 'TooLate';
}

async function run({ name, look }: Check, examined: Examined, limitMs: number): Promise<Checked> {
  const ending = new AbortController();
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    late.reject(new TooLate(`There was no answer within ${limitMs / 1000} s.`));
  }, limitMs);
  try {
    return { check: name, ...(await Promise.race([look(examined, ending.signal), late.promise])) };
  } catch (error) {
    return { check: name, ...unseen(error) };
  } finally {
    clearTimeout(timer);
    ending.abort();
  }
}

/** Errors whose message is a sentence for people, and holds nothing that was answered. */
const IN_WORDS = [StageOutOfReach, SmileApiError, SmileUrlRefused, TooLate] as const;

/** What is found where something stood in the way. */
export function unseen(error: unknown): Finding {
  const isInWords = IN_WORDS.some((known) => error instanceof known);
  return {
    mark: 'unseen',
    says: isInWords
      ? (error as Error).message
      : `The check itself failed with ${describeError(error).class}.`,
    ...(error instanceof StageOutOfReach && error.code === 'not-allowed'
      ? { cure: 'Give your role the policy of the output OperatorPolicyArn.' }
      : {}),
  };
}
