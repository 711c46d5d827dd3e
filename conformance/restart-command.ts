import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Longer than any receiver takes to die; whoever needs it waits for the new one as well. */
const ENDS_WITHIN_MS = 120_000;

/** The command that restarts the receiver did not succeed. */
export class RestartFailed extends Error {
  override readonly name = 'RestartFailed';
  readonly code = 'restart-failed';

  // Without the command: a secret may stand in it, and reports are kept.
  private constructor(how: string) {
    super(`The command of --restart ${how}`);
  }

  static ended(code: unknown): RestartFailed {
    return new RestartFailed(`ended with ${String(code)}, not 0.`);
  }

  static stayed(milliseconds: number): RestartFailed {
    const seconds = milliseconds / 1000;
    const advice = 'Let it start the receiver in the background: a command with & at its end.';
    return new RestartFailed(`did not end within ${seconds} s, and was killed. ${advice}`);
  }
}

/**
 * Restarts the receiver by a shell command. What it starts in the background may stay: its output goes
 * where that of the kit's errors goes, and only the end of the shell is waited for. If that does not come in
 * time, the shell is killed with all that it has started.
 *
 * @returns rejects with {@link RestartFailed}
 */
export function restartCommand(
  command: string,
  endsWithinMilliseconds = ENDS_WITHIN_MS,
): () => Promise<void> {
  return async () => {
    // Detached it leads a process group, which can be killed as one.
    const shell = spawn(command, { shell: true, detached: true, stdio: ['ignore', 2, 2] });
    let isKilled = false;
    const timer = setTimeout(() => {
      isKilled = process.kill(-Number(shell.pid), 'SIGKILL');
    }, endsWithinMilliseconds);
    const [code, signal] = await once(shell, 'exit').finally(() => clearTimeout(timer));
    if (isKilled) throw RestartFailed.stayed(endsWithinMilliseconds);
    if (code !== 0) throw RestartFailed.ended(code ?? signal);
  };
}
