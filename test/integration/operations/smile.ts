import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const SMILE = fileURLToPath(new URL('../../../cli/smile.mjs', import.meta.url));

/** What a command ended with. */
export interface Ended {
  /** Undefined if it was killed. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that runs. */
export interface Running {
  readonly ended: Promise<Ended>;
  /** All that it has printed so far, on either stream. */
  printed(): string;
  /** With what it has started, as a terminal does. */
  kill(signal: NodeJS.Signals): void;
}

/** What a command finds. */
export interface Surroundings {
  /** Beside the environment of the tests. */
  readonly environment?: Readonly<Record<string, string>>;
  /** What comes on its standard input. */
  readonly input?: string;
}

/** Starts the command line as a script does: in a pipe, nobody at its terminal. */
export function startSmile(
  args: readonly string[],
  { environment, input = '' }: Surroundings = {},
): Running {
  const child = spawn(process.execPath, [SMILE, ...args], {
    detached: true,
    env: { ...process.env, ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.on('error', () => undefined).end(input);
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => (texts[name] += text));
  }
  return {
    ended: new Promise((resolve) => {
      child.once('close', (code) => resolve({ code: code ?? undefined, ...texts }));
    }),
    printed: () => texts.stdout + texts.stderr,
    kill: (signal) => void process.kill(-(child.pid ?? 0), signal),
  };
}

/** Runs it to its end. */
export async function smile(...args: readonly string[]): Promise<Ended> {
  return await startSmile(args).ended;
}

export const linesOf = (printed: string): readonly string[] =>
  printed.split('\n').filter((line) => line !== '');

/** Lines of `--json`. */
export const objectsOf = (printed: string) =>
  linesOf(printed).map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
