import { deployedStage } from '../../operations/deployed-stage.ts';
import { receiverOutputs } from '../../operations/receiver-outputs.ts';
import { proofEvent, rowWhenDone, statusForOthers } from '../../operations/setup/prove.ts';
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
  const status = await statusForOthers(url, AbortSignal.timeout(REFUSED_WITHIN_MS));
  if (status !== 403) {
    return {
      says: `${url} answers ${status} to you, and not 403: who may call it?`,
      hasFailed: true,
    };
  }
  if (mode !== 'sandbox')
    return { says: '403 from here. An invented event only in a sandbox: wait for one of Smile' };
  const { send } = await byInvocation(stage);
  const event = proofEvent();
  const answer = await send(Buffer.from(JSON.stringify(event)));
  if (answer !== 200)
    return { says: `403 from here, but ${answer} for a signed event`, hasFailed: true };
  const row = await rowWhenDone(
    await deployedStage(stage),
    event.id,
    AbortSignal.timeout(DONE_WITHIN_MS),
  );
  if (!row?.announced) {
    const what = row ? 'done, but not announced' : 'not done within a minute';
    return {
      says: `403 from here; a signed event is ${what}: smile event ${event.id} --stage ${stage}`,
      hasFailed: true,
    };
  }
  return { says: '403 from here; a signed event was stored, done and announced' };
};
