import type { Command } from 'commander';
import { stageIn } from '../target/stage-in.ts';
import type { RotateOptions } from '../rotate/rotate-secret.ts';

const EXAMPLES = `
Examples:
  smile rotate --stage production
  smile rotate --stage production --dry-run     says where it stands
  smile rotate --stage sandbox --yes
`;

/** Adds `smile rotate`. */
export function addRotate(smile: Command): void {
  smile
    .command('rotate')
    .summary("change the webhooks' secret without losing an event")
    .description(
      "Changes the secret that Smile signs with, here and at Smile, without losing an event. It can be stopped at any time: the same command goes on. The key of Smile's API comes from SMILE_API_KEY and SMILE_API_SECRET, from the stage's secret, or from your answer.",
    )
    .addHelpText('before', EXAMPLES)
    .option('--stage <name>', 'a deployed stage')
    .option('--dry-run', 'say where it stands, and change nothing')
    .option('--yes', 'do not ask, in sandboxes')
    .option('--confirm <stage>', 'do not ask, anywhere')
    .action(async (options: Partial<RotateOptions>) => {
      const stage = stageIn(options);
      const { rotateSecret } = await import('../rotate/rotate-secret.ts');
      await rotateSecret({ ...options, stage });
    });
}
