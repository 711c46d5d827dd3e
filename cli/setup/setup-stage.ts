import { styleText } from 'node:util';
import { agree } from '../repair/agree.ts';
import { Misused } from '../misused.ts';
import { account } from './account.ts';
import { deploy } from './deploy.ts';
import { proof } from './proof.ts';
import {
  type DoStep,
  SETUP_STEPS,
  type SetupOptions,
  type SetupStep,
  type StepOutcome,
} from './steps.ts';
import { webhook } from './webhook.ts';

const DO: Readonly<Record<SetupStep, DoStep>> = { account, deploy, webhook, proof };

/** What is thrown is a failure of the step, but for wrong usage. */
async function outcomeOf(step: SetupStep, options: SetupOptions): Promise<StepOutcome> {
  try {
    return await DO[step](options.stage, options);
  } catch (error) {
    if (error instanceof Misused) throw error;
    return { says: (error as Error).message, hasFailed: true };
  }
}

/** Takes a stage from nothing to one that is proven. Every step can be repeated. */
export async function setupStage(options: SetupOptions): Promise<void> {
  const { stage, only, from = 'account', skip, dryRun } = options;
  const chosen = SETUP_STEPS.filter((step, index) =>
    only ? step === only : index >= SETUP_STEPS.indexOf(from) && step !== skip,
  );
  if (chosen.length === 0) throw new Misused('No step is left.');
  let isAgreed = false;
  for (const [index, step] of chosen.entries()) {
    if (step !== 'account' && !isAgreed && !dryRun) {
      await agree(`Set ${stage} up?`, { ...options, isLocal: false });
      isAgreed = true;
    }
    const begun = performance.now();
    process.stderr.write(`${index + 1}/${chosen.length} ${step} …\n`);
    const { says, hasFailed } = await outcomeOf(step, options);
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    const sign = hasFailed ? styleText('red', '✗') : styleText('green', '✓');
    process.stdout.write(`${sign} ${step.padEnd(8)} ${says}  ${seconds} s\n`);
    if (hasFailed) {
      process.stderr.write(`After a fix: smile setup --stage ${stage} --from ${step}\n`);
      process.exitCode = 1;
      return;
    }
  }
  if (!dryRun) process.stderr.write(`Next: smile doctor --stage ${stage}\n`);
}
