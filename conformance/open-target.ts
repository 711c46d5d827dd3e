import { readConfiguration, secretOf } from '../local/configuration.ts';
import { isSandbox } from '../operations/sandbox/is-sandbox.ts';
import { StageOutOfReach } from '../operations/stage-out-of-reach.ts';
import type { ConformanceArguments } from './arguments.ts';
import { ConformanceMisused } from './conformance-misused.ts';
import { localEffects } from './effects/local-effects.ts';
import { logFile } from './log-file.ts';
import { restartCommand } from './restart-command.ts';
import type { Target } from './target.ts';

type Reached = Pick<Target, 'url' | 'secret' | 'effects'>;

/**
 * Finds the receiver that the command line names, and looks whether its effects can be seen.
 *
 * @throws ConformanceMisused, EffectsUnseen, ConfigurationInvalid, StageOutOfReach, StageUnknown
 */
export async function openTarget(wanted: ConformanceArguments): Promise<Target> {
  const { stage, restart, logs, patience, slow } = wanted;
  const reached = stage === undefined ? ofRun(wanted) : await ofStage(stage, wanted);
  await reached.effects.queues();
  return {
    ...reached,
    patience,
    slow,
    restart: restart === undefined ? undefined : restartCommand(restart),
    logs: logs === undefined ? undefined : await logFile(logs),
  };
}

/** `npm start` on this machine, or anything that shows its effects as it does. */
function ofRun({ url, inspect }: ConformanceArguments): Reached {
  const local = readConfiguration(process.env);
  const webhooks = url ?? `http://127.0.0.1:${local.port}/webhooks`;
  if (inspect === undefined && !isHere(webhooks)) {
    throw new ConformanceMisused(
      `An answer alone proves nothing: say with --stage or --inspect where the effects of ${webhooks} can be seen.`,
    );
  }
  return {
    url: webhooks,
    secret: local.secret,
    effects: localEffects(inspect ?? new URL(webhooks).origin),
  };
}

function isHere(url: string): boolean {
  return ['127.0.0.1', 'localhost'].includes(new URL(url).hostname);
}

/** The AWS clients are loaded only for those who need them. */
async function ofStage(stage: string, { url }: ConformanceArguments): Promise<Reached> {
  if (!(await isSandbox(stage))) {
    throw new ConformanceMisused(
      `Stage ${stage} is not a sandbox: what the kit sends would be among real events.`,
    );
  }
  const { deployedOutputs } = await import('../operations/deployed-outputs.ts');
  const { STAGE_OUTPUTS } = await import('../operations/stage.ts');
  const { stageEffects } = await import('./effects/stage-effects.ts');
  const needed = { ...STAGE_OUTPUTS, url: 'WebhookUrl', secret: 'SecretName' } as const;
  const names = await deployedOutputs(stage, needed);
  return {
    url: url ?? names.url,
    secret: await secretOfStage(names.secret),
    effects: stageEffects(names),
  };
}

/** What the environment gives in its place, or else Secrets Manager. */
async function secretOfStage(name: string): Promise<string> {
  const { SMILE_SECRET: given } = process.env;
  if (given) return secretOf(given);
  const { signingSecret } = await import('../operations/signing-secret.ts');
  try {
    return await signingSecret(name);
  } catch (error) {
    if (!(error instanceof StageOutOfReach)) throw error;
    throw new StageOutOfReach(error.code, `${error.message} Or give the secret as SMILE_SECRET.`);
  }
}
