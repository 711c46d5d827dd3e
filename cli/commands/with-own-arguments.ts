import type { Command } from 'commander';

/** A program of its own, which reads the arguments behind its name and answers `--help` by itself. */
export interface OwnProgram {
  readonly name: string;
  readonly summary: string;
  readonly argument: string;
  /** Runs it: it reads `process.argv`. */
  readonly load: () => Promise<unknown>;
}

/** Adds a command that hands everything behind its name to a program. */
export function addProgram(smile: Command, { name, summary, argument, load }: OwnProgram): void {
  smile
    .command(name)
    .summary(summary)
    .argument('[arguments...]', argument)
    .allowUnknownOption()
    .helpOption(false)
    .action(async () => {
      // Without the name of the command, as `npm run` has it.
      process.argv.splice(2, 1);
      await load();
    });
}
