import { type SmileApiParts, smileApiAt } from '../../../../lambdas/smile/rest/smile-api.ts';
import { PATIENCE } from '../../../../lambdas/smile/rest/with-retries.ts';
import {
  type SmileApiOptions,
  startSmileApi,
} from '../../../../local/services/smile-api/start-smile-api.ts';

/** Invented, and looked for wherever a credential must not be. */
export const CREDENTIALS = { apiKey: 'canary-key', apiSecret: 'canary-secret' };
export const BASIC = Buffer.from('canary-key:canary-secret').toString('base64');

/** Waits that no test has to sit through, and an end without them. */
export const HASTY = { ...PATIENCE, baseMs: 1, maxAttempts: 10 };

/** A stand-in of Smile's API that answers as often as it is asked, and clients of it. */
export async function startStandIn(options: SmileApiOptions = {}) {
  const standIn = await startSmileApi(CREDENTIALS, { requestsPerSecond: Infinity, ...options });
  /** A client of its own, so that it begins with all its turns. */
  const connect = (over: Partial<SmileApiParts> = {}) =>
    smileApiAt(standIn.url, { patience: HASTY, ...over })(CREDENTIALS);
  /** How many requests a call makes, and how it ends. */
  const tried = async (call: Promise<unknown>): Promise<[number, string]> => {
    const before = standIn.requests.length;
    const end = await call.then(
      () => 'done',
      (error: { kind: string; code: string }) => `${error.kind} ${error.code}`,
    );
    return [standIn.requests.length - before, end];
  };
  return { ...standIn, connect, tried };
}

export type StandIn = Awaited<ReturnType<typeof startStandIn>>;

/** All that a list has. */
export async function allOf<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
