import { Worker } from 'node:worker_threads';
import { stackFrames } from '../../lambdas/telemetry/describe-error.ts';
import { ATTEMPT_FAILED, type AttemptFailed } from '../../lambdas/worker/attempt-failed-channel.ts';
import { leaveSignalsToParent } from '../leave-signals-to-parent.ts';
import { subscribe } from 'node:diagnostics_channel';
import { listenAsTheClient } from './client-listeners.ts';
import { createContext } from './context.ts';
import type { Invocation, Report, ReportedError } from './messages.ts';

// The main of a function's child process, in place of Lambda's runtime: imports the bundle that the
// first argument names, then handles one invocation at a time.

type Handler = (event: unknown, context: object) => unknown;

subscribe(ATTEMPT_FAILED, (message) => {
  const { eventId, attempt, maxAttempts, error } = message as AttemptFailed;
  report({
    kind: 'attempt failed',
    failure: { eventId, attempt, maxAttempts, stack: stackOf(error) },
  });
});

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

/** The message is for the developer's terminal alone; frames as the log has them. */
function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const head = `${error.name}: ${error.message}`;
  return `${head}\n${stackFrames(error)}`.trimEnd();
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
