import { rm } from 'node:fs';
import { leaveSignalsToParent } from '../leave-signals-to-parent.ts';
import type { EngineReport } from './engine.ts';

/** An emulator that listens on 127.0.0.1. */
export interface RunningEngine {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * The main of an engine's child process: starts it with the arguments that {@link Engine} passes, tells
 * the parent, and ends with it.
 *
 * @param start listens on `port` (0: any) with its files in `directory`
 */
export async function runEngine(
  start: (directory: string, port: number) => Promise<RunningEngine>,
): Promise<void> {
  const [directory = '', port = '0', temporary = ''] = process.argv.slice(2);
  // The channel closes when the parent is gone, also after kill -9. What is kept is safe at any moment.
  process.on('disconnect', () => {
    rm(temporary, { recursive: true, force: true, maxRetries: 5 }, () => process.exit());
  });
  leaveSignalsToParent();
  try {
    const engine = await start(directory, Number(port));
    process.on('message', (message: object) => {
      if (!('stop' in message)) return;
      void engine.close().finally(() => process.exit());
    });
    report({ port: engine.port });
  } catch (error) {
    const { message, cause } = error as Error;
    const failure = cause instanceof Error ? `${message}: ${cause.message}` : message;
    report({ failure }, () => process.exit(1));
  }
}

function report(message: EngineReport, sent?: () => void): void {
  process.send?.(message, undefined, {}, sent);
}
