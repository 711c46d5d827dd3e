import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { receiverOutputs } from '../../operations/receiver-outputs.ts';
import { observe, type Rotating, take } from '../../operations/rotate/rotate.ts';
import { nextStep, type Observed, type Step } from '../../operations/rotate/rotation.ts';
import { agree } from '../repair/agree.ts';
import { onInterruption } from '../repair/interruption.ts';
import { Misused } from '../misused.ts';
import { smileApiFor } from '../target/smile-api.ts';

/** What `smile rotate` takes. */
export interface RotateOptions {
  readonly stage: string;
  readonly dryRun?: true;
  readonly yes?: true;
  readonly confirm?: string;
}

const IN_FORCE_MS = 5 * 60 * 1000;
const LOOK_EVERY_MS = 5000;

/** Where a rotation stands, and what comes next. */
const SAYS: Readonly<Record<Step['name'], string>> = {
  begin: 'One secret. Next: a new one beside it.',
  register:
    'Two secrets are accepted. Next: when the receiver has read them, five minutes after the change, the new one is registered at Smile.',
  retire:
    'Smile signs with both. Next: at the first event that the new one has signed, the old registration is deleted.',
  end: 'Smile signs with the new one. Next: the old one ends in an hour, after the last re-sends.',
  done: 'The rotation is done.',
  tidy: 'The old secret has ended. Next: it is taken away.',
  'not-set-up': 'Smile has no registration for this stage.',
};

/** Rotates the secret of a stage, step by step, from wherever it stands. */
export async function rotateSecret(options: RotateOptions): Promise<void> {
  const { stage, dryRun } = options;
  const { signal, end } = onInterruption();
  const rotating = await rotatingOf(stage, signal);
  let isAgreed = false;
  let said = '';
  for (;;) {
    const observed = await observe(rotating);
    const step = nextStep(observed, Date.now());
    const ends = step.name === 'done' ? ` The old secret ends at ${isoOf(step.until)}.` : '';
    if (said !== step.name) say(`${SAYS[step.name]}${ends}`);
    said = step.name;
    if (step.name === 'not-set-up') {
      say(`Next: smile setup --stage ${stage}`);
      process.exitCode = 1;
    }
    if (dryRun || step.name === 'done' || step.name === 'not-set-up') break;
    if (!isAgreed) {
      await agree('Rotate the secret?', { ...options, isLocal: false });
      isAgreed = true;
      // A person may have taken a while: it is looked at again.
      continue;
    }
    if (!(await takeOrSay(step, observed, rotating))) break;
    if (step.name === 'tidy') {
      say('Done. The next call begins another rotation.');
      break;
    }
  }
  end();
}

/** False when it ended before it was done: that is said, with how to go on. */
async function takeOrSay(step: Step, observed: Observed, rotating: Rotating): Promise<boolean> {
  const goesOn = `smile rotate --stage ${rotating.stage} goes on from here.`;
  try {
    if (await take(step, observed, rotating)) return true;
    say(`Stopped. It is safe: ${goesOn}`);
  } catch (error) {
    say(`Stopped at this step: ${(error as Error).message} ${goesOn}`);
  }
  process.exitCode ??= 1;
  return false;
}

const isoOf = (time: number) => new Date(time).toISOString();
const say = (line: string) => void process.stdout.write(`${line}\n`);

async function rotatingOf(stage: string, signal: AbortSignal): Promise<Rotating> {
  const outputs = await receiverOutputs(stage);
  if (!outputs) throw new Misused(`There is no stage ${stage}. Next: smile setup --stage ${stage}`);
  const { WebhookUrl: url = '', SecretName: secretName = '', IngressLogGroupName } = outputs;
  if (IngressLogGroupName === undefined) {
    throw new Misused(
      `The stage is older than this command. Next: smile setup --stage ${stage} --only deploy`,
    );
  }
  const secrets = new SecretsManagerClient({});
  return {
    stage,
    url,
    secretName,
    ingressLog: IngressLogGroupName,
    api: await smileApiFor(secrets, outputs),
    secrets,
    logs: new CloudWatchLogsClient({}),
    inForceMs: IN_FORCE_MS,
    everyMs: LOOK_EVERY_MS,
    signal,
  };
}
