import { Worker } from 'node:worker_threads';
import { leaveSignalsToParent } from '../leave-signals-to-parent.ts';
import { listenAsTheClient } from './client-listeners.ts';
import { createContext } from './context.ts';
import type { Invocation, Report, ReportedError } from './messages.ts';

// The main of a function's child process, in place of Lambda's runtime: imports the bundle that the
// first argument names, then handles one invocation at a time.

type Handler = (event: unknown, context: object) => unknown;

// The channel closes when the parent is gone, also after kill -9.
process.on('disconnect', () => process.exit());
leaveSignalsToParent();
listenAsTheClient();

try {
  const { handler } = (await import(process.argv[2] as string)) as { handler: Handler };
  process.on('message', (invocation: Invocation) => void handle(handler, invocation));
  report({ kind: 'ready' });
  dieWithParentEvenWhenBusy();
} catch (error) {
  report({ kind: 'error', error: describe(error) });
  process.disconnect();
}

async function handle(handler: Handler, invocation: Invocation): Promise<void> {
  try {
    const value = await handler(invocation.event, createContext(invocation));
    report({ kind: 'result', value: value ?? null });
  } catch (error) {
    report({ kind: 'error', error: describe(error) });
  }
}

function report(message: Report): void {
  process.send?.(message);
}

function describe(error: unknown): ReportedError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), stack: '' };
  return { name: error.name, message: error.message, stack: error.stack ?? '' };
}

/**
 * A handler that never yields never sees the channel close. A thread does: the parent holds the other
 * end of standard input, which closes with it.
 */
function dieWithParentEvenWhenBusy(): void {
  const watch = `
    const { Socket } = require('node:net');
    const die = () => process.kill(process.pid, 'SIGKILL');
    new Socket({ fd: 0 }).on('error', die).on('close', die).resume();
  `;
  new Worker(watch, { eval: true }).unref();
}
