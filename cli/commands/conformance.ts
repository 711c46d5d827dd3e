import type { Command } from 'commander';
import { addProgram } from './with-own-arguments.ts';

/** Adds `smile conformance`, whose arguments are those of `npm run conformance`. */
export function addConformance(smile: Command): void {
  addProgram(smile, {
    name: 'conformance',
    summary: 'try a receiver from outside, and say what does not hold',
    argument: 'smile conformance --help lists them',
    load: () => import('../../conformance/main.ts'),
  });
}
