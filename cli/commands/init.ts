import type { Command } from 'commander';

/** Adds `smile init`. */
export function addInit(smile: Command): void {
  smile
    .command('init')
    .summary('write a new project')
    .description('Writes a project of your own: an app, handlers and their test, and workflows.')
    .addHelpText('before', '\nExamples:\n  npx smile-event-receiver init my-app\n')
    .argument('<directory>', 'where; made when absent, and otherwise it must be empty')
    .option('--no-install', 'do not run npm install')
    .action(async (directory: string, options: { readonly install: boolean }) => {
      const { init } = await import('../init/init.ts');
      await init(directory, options);
    });
}
