import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { eventually } from '../eventually.ts';

/** A process started as a user starts it, and what it has written so far. */
export interface Started {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly output: () => string;
  readonly errors: () => string;
  /** Exit code, null after a signal. */
  readonly exited: Promise<number | null>;
  /** Resolves to the base URL after the line `Ready`. */
  ready(): Promise<string>;
}

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** What `local/main.ts` does, without business code. */
export const DELIVERED_RUN = join(ROOT, 'test/delivered/run.ts');

/** Path of a file under `local/`. */
export const localFile = (name: string): string =>
  fileURLToPath(new URL(`../../../local/${name}`, import.meta.url));

/** Runs a TypeScript file with node, in an environment of its own. */
export function startProcess(
  file: string,
  environment: Readonly<Record<string, string>> = {},
  args: readonly string[] = [],
): Started {
  return observe(
    spawn(process.execPath, [file, ...args], {
      env: { PATH: process.env.PATH, PORT: '0', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  );
}

/** Runs `npm start` of the project as delivered as the leader of a process group, as a terminal's shell does. */
export function startNpm(): Started {
  const directory = mkdtempSync(join(tmpdir(), 'smile-test-'));
  writeFileSync(
    join(directory, 'package.json'),
    JSON.stringify({ scripts: { start: startScript() } }),
  );
  const child = spawn('npm', ['start'], {
    cwd: directory,
    env: {
      PATH: `${join(ROOT, 'node_modules/.bin')}:${process.env.PATH}`,
      HOME: process.env.HOME,
      PORT: '0',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  child.once('close', () => rmSync(directory, { recursive: true, force: true }));
  return observe(child);
}

/** The script as package.json has it, for another directory and without business code. */
function startScript(): string {
  const manifest = readFileSync(join(ROOT, 'package.json'), 'utf8');
  const { scripts } = JSON.parse(manifest) as { readonly scripts: { readonly start: string } };
  return scripts.start
    .replace('./local/npm-script.mjs', localFile('npm-script.mjs'))
    .replace('local/main.ts', DELIVERED_RUN);
}

function observe(child: ChildProcessByStdio<null, Readable, Readable>): Started {
  const text = { output: '', errors: '' };
  child.stdout.on('data', (chunk) => (text.output += String(chunk)));
  child.stderr.on('data', (chunk) => (text.errors += String(chunk)));
  const output = () => text.output;
  return {
    child,
    pid: child.pid ?? 0,
    output,
    errors: () => text.errors,
    exited: once(child, 'close').then(([code]) => code as number | null),
    ready: () =>
      eventually(
        () => /^Ready.*?(http:\/\/127\.0\.0\.1:\d+)\/webhooks/m.exec(output())?.[1],
        60_000,
      ),
  };
}
