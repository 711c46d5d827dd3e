import type { Command } from 'commander';
import { addTarget, type TargetOptions, targetOf } from '../target/target-options.ts';

/** Adds `smile user`. */
export function addUser(smile: Command): void {
  const command = smile
    .command('user')
    .summary('show what is known about a user')
    .description('Shows what is known about a user now: accounts, archives, session, tasks, data.')
    .addHelpText(
      'before',
      '\nExamples:\n  smile user u-1\n  smile user u-1 --stage production --json\n',
    )
    .argument('<id>', "Smile's id of the user");
  addTarget(command).action(async (id: string, options: TargetOptions) => {
    const { userState } = await import('../../operations/user-state.ts');
    const { printUser } = await import('../output/print-user.ts');
    const stage = await targetOf(options);
    printUser(id, await userState(stage, id), options, stage);
  });
}
