import { fork } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** A child of the bench ended before it had said all that was asked of it. */
export class ChildFailed extends Error {
  override readonly name = 'ChildFailed';
  readonly code = 'child-failed';
  constructor(name: string, code: unknown, said: string) {
    super(
      `The child ${name} ended with ${String(code)} and no result. What it wrote says what to mend:\n${said}`,
    );
  }
}

/** A running file of `children/`. */
export interface Child {
  /** The next message that it sends. Throws {@link ChildFailed} when it ends instead. */
  next<Message>(): Promise<Message>;
  /** Lets it go on. */
  goOn(): void;
  /** Ends it, if it has not ended. */
  end(): void;
}

/**
 * Runs a file of `children/` in a process of its own, with a task. What it writes goes nowhere, as on
 * Lambda, where another process reads it; its errors are told when it fails.
 */
export function startChild(
  name: string,
  task: object,
  environment: Readonly<Record<string, string>>,
): Child {
  const script = fileURLToPath(new URL(`children/${name}.ts`, import.meta.url));
  const child = fork(script, [JSON.stringify(task)], {
    env: environment,
    execArgv: ['--expose-gc'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const said = child.stderr ? text(child.stderr) : Promise.resolve('');
  const ended = once(child, 'exit').then(async ([code]): Promise<never> => {
    throw new ChildFailed(name, code, await said);
  });
  ended.catch(() => undefined);
  return {
    async next<Message>() {
      const [message] = (await Promise.race([once(child, 'message'), ended])) as [Message];
      return message;
    },
    goOn: () => child.send('go on'),
    end: () => child.kill(),
  };
}

/** The one message of a child. @throws ChildFailed */
export async function runChild<Result>(
  name: string,
  task: object,
  environment: Readonly<Record<string, string>>,
): Promise<Result> {
  const child = startChild(name, task, environment);
  try {
    return await child.next<Result>();
  } finally {
    child.end();
  }
}
