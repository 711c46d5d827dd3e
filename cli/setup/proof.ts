import { deployedStage } from '../../operations/deployed-stage.ts';
import { receiverOutputs } from '../../operations/receiver-outputs.ts';
import {
  type Answered,
  answerForOthers,
  proofEvent,
  rowWhenDone,
} from '../../operations/setup/prove.ts';
import { byInvocation } from '../../operations/deliver/by-invocation.ts';
import type { DoStep } from './steps.ts';

const REFUSED_WITHIN_MS = 10_000;
const DONE_WITHIN_MS = 60_000;

/** Shows that others are refused, and that a signed event is done and announced; no invented one in production. */
export const proof: DoStep = async (stage, { dryRun }) => {
  const outputs = await receiverOutputs(stage);
  if (!outputs) return { says: 'there is no stage yet', ...(dryRun ? {} : { hasFailed: true }) };
  const { WebhookUrl: url = '', Mode: mode } = outputs;
  if (dryRun)
    return { says: `would post to ${url} without a signature, and hand in a signed event` };
  const answered = await answerForOthers(url, AbortSignal.timeout(REFUSED_WITHIN_MS));
  const refused = refusalIn(answered, mode);
  if (refused === undefined) {
    return {
      says: `${url} answers ${answered.status} to you, and not 403 as the gateway does: who may call it?`,
      hasFailed: true,
    };
  }
  if (mode !== 'sandbox')
    return { says: `${refused}. An invented event only in a sandbox: wait for one of Smile` };
  const { send } = await byInvocation(stage);
  const event = proofEvent();
  const answer = await send(Buffer.from(JSON.stringify(event)));
  if (answer !== 200)
    return { says: `${refused}, but ${answer} for a signed event`, hasFailed: true };
  const row = await rowWhenDone(
    await deployedStage(stage),
    event.id,
    AbortSignal.timeout(DONE_WITHIN_MS),
  );
  if (!row) {
    const what = 'not done within a minute';
    return {
      says: `${refused}; a signed event is ${what}: smile event ${event.id} --stage ${stage}`,
      hasFailed: true,
    };
  }
  const announced = row.announced
    ? ', done and announced'
    : ' and done; your handlers do not announce it';
  return { says: `${refused}; a signed event was stored${announced}` };
};

/** A sandbox may let your own address in (`extraAddresses`): then the receiver wants a signature. */
function refusalIn({ status, text }: Answered, mode: string | undefined): string | undefined {
  if (status === 403 && text.includes('You may not call this.')) return '403 from here';
  if (status === 401 && mode === 'sandbox') return '401 from here, whose address may call';
  return undefined;
}
