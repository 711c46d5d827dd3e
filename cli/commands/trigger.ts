import type { Command } from 'commander';
import { addProgram } from './with-own-arguments.ts';

/** Adds `smile trigger`, whose arguments are those of `npm run trigger`. */
export function addTrigger(smile: Command): void {
  addProgram(smile, {
    name: 'trigger',
    summary: 'send an invented event',
    argument: 'a type and its options; smile trigger --help lists them',
    load: () => import('../../local/trigger.ts'),
  });
}
