import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** The command that restarts the receiver did not succeed. */
export class RestartFailed extends Error {
  override readonly name = 'RestartFailed';
  readonly code = 'restart-failed';
  constructor(code: unknown) {
    // Without the command: a secret may stand in it, and reports are kept.
    super(`The command of --restart ended with ${String(code)}, not 0.`);
  }
}

/**
 * Restarts the receiver by a shell command. What it starts in the background may stay: its output goes
 * where that of the kit's errors goes, and only the end of the shell is waited for.
 */
export function restartCommand(command: string): () => Promise<void> {
  return async () => {
    const shell = spawn(command, { shell: true, stdio: ['ignore', 2, 2] });
    const [code, signal] = await once(shell, 'exit');
    if (code !== 0) throw new RestartFailed(code ?? signal);
  };
}
