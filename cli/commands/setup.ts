import { type Command, Option } from 'commander';
import { stageIn } from '../target/stage-in.ts';
import { SETUP_STEPS, type SetupOptions } from '../setup/steps.ts';

const EXAMPLES = `
Examples:
  smile setup --stage sandbox
  smile setup --stage production --dry-run
  smile setup --stage production --only webhook --confirm production
`;

/** Adds `smile setup`. */
export function addSetup(smile: Command): void {
  smile
    .command('setup')
    .summary('deploy a stage, register it at Smile, and prove that it works')
    .description(
      "Deploys a stage, registers its webhook at Smile, and proves it: 403 for others, and a signed event that is done and announced. It can be stopped and called again at any time: each step looks first. The key of Smile's API comes from SMILE_API_KEY and SMILE_API_SECRET, from the stage's secret, or from your answer.",
    )
    .addHelpText('before', EXAMPLES)
    .option('--stage <name>', 'the stage')
    .addOption(step('--only <step>', 'do one step'))
    .addOption(step('--from <step>', 'begin with this step'))
    .addOption(step('--skip <step>', 'leave one out'))
    .option('--dry-run', 'say what would be done, and change nothing')
    .option('--yes', 'do not ask, in sandboxes')
    .option('--confirm <stage>', 'do not ask, anywhere')
    .action(async (options: Partial<SetupOptions>) => {
      const stage = stageIn(options);
      const { setupStage } = await import('../setup/setup-stage.ts');
      await setupStage({ ...options, stage });
    });
}

function step(flags: string, description: string): Option {
  return new Option(flags, description).choices(SETUP_STEPS);
}
