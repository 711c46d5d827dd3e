import type { Command } from 'commander';
import { addTarget, type TargetOptions, targetOf } from '../target/target-options.ts';

const EXAMPLES = `
Examples:
  smile dead-letters
  smile dead-letters --stage production
  smile dead-letters --json | jq -r '.ids[]'
`;

/** Adds `smile dead-letters`. */
export function addDeadLetters(smile: Command): void {
  const command = smile
    .command('dead-letters')
    .summary('list dead letters by reason')
    .description('Lists dead letters by reason, with a key for smile redrive --reason.')
    .addHelpText('before', EXAMPLES);
  addTarget(command).action(async (options: TargetOptions) => {
    const { holdDeadLetters } = await import('../../operations/held-letters.ts');
    const { printDeadLetters } = await import('../output/print-dead-letters.ts');
    const stage = await targetOf(options);
    await using held = await holdDeadLetters(stage);
    printDeadLetters(held, options, stage);
  });
}
