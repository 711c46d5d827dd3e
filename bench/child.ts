import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/**
 * Runs a file of `children/` in a process of its own, with a task, and gives back the one message that it
 * sends. What it writes goes nowhere, as on Lambda, where another process reads it.
 */
export async function runChild<Result>(
  name: string,
  task: object,
  environment: Readonly<Record<string, string>>,
): Promise<Result> {
  const script = fileURLToPath(new URL(`children/${name}.ts`, import.meta.url));
  const child = fork(script, [JSON.stringify(task)], {
    env: environment,
    execArgv: ['--expose-gc'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`The child ${name} ended with ${String(code)} and no result.`);
  });
  ended.catch(() => undefined);
  const [result] = (await Promise.race([once(child, 'message'), ended])) as [Result];
  return result;
}
