import type { Command } from 'commander';
import { limitOption } from '../number-option.ts';
import { secondsOption } from '../span-option.ts';

/** Options of every command that sends events again. */
export interface RepairOptions {
  readonly rate: number;
  readonly first?: number;
  readonly stale?: true;
  /** False with `--no-wait`. */
  readonly wait: boolean;
  readonly waitFor: number;
  readonly dryRun?: true;
  readonly yes?: true;
  readonly confirm?: string;
  readonly stage?: string;
  readonly json?: true;
}

/** Adds them. */
export function addRepair(command: Command): Command {
  return command
    .option('--first <number>', 'only so many, to try', limitOption)
    .option('--rate <number>', 'events a second', limitOption, 20)
    .option('--stale', 'let the handlers run, also where something newer has overtaken the event')
    .option('--no-wait', 'do not wait for what becomes of them')
    .option('--wait-for <time>', 'wait so long at most: 30s, 5m, 1h', secondsOption, 300)
    .option('--dry-run', 'print what would be sent')
    .option('--yes', 'do not ask, in the local run and sandboxes')
    .option('--confirm <stage>', 'do not ask, anywhere');
}
