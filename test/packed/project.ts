import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { soon } from '../integration/soon.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What a command came to. */
export interface Done {
  readonly code: number;
  readonly output: string;
}

/** A project that `smile init` wrote with the packed package. */
export interface Project {
  readonly directory: string;
  /** Path of the package. */
  readonly tarball: string;
  /** Runs a command there, with Node 24 first in the path. */
  run(command: string, ...args: readonly string[]): Promise<Done>;
  /** `smile dev`, ready. */
  dev(...options: readonly string[]): Promise<Dev>;
  remove(): Promise<void>;
}

/** A running `smile dev`. */
export interface Dev {
  readonly lines: readonly string[];
  readonly url: string;
  /** Resolves with the first line that matches. */
  line(pattern: RegExp): Promise<string>;
  stop(): Promise<void>;
}

/** Packs the clone, installs the package in an empty directory, and lets it write a project. */
export async function packedProject(): Promise<Project> {
  const outside = await mkdtemp(join(tmpdir(), 'smile-packed-'));
  const installed = join(outside, 'empty');
  await mkdir(installed);
  const packing = ['pack', '--ignore-scripts=false', '--pack-destination', outside];
  await must(execute(ROOT, 'npm', packing));
  const name = (await readdir(outside)).find((each) => each.endsWith('.tgz')) ?? '';
  const tarball = join(outside, name);
  await must(execute(installed, 'npm', ['install', tarball]));
  await must(execute(installed, 'npx', ['smile', 'init', 'app']));
  const directory = join(installed, 'app');
  const running = new Set<Dev>();
  return {
    directory,
    tarball,
    run: (command, ...args) => execute(directory, command, args),
    async dev(...options) {
      const started = await startDev(directory, options);
      running.add(started);
      return started;
    },
    async remove() {
      for (const each of running) await each.stop();
      await rm(outside, { recursive: true, force: true });
    },
  };
}

/** The Node of this process comes first: a project would find the system's own, which may be too old. */
const environment = () => ({
  ...process.env,
  NO_COLOR: '1',
  PATH: [fileURLToPath(new URL('node_modules/.bin', `file://${ROOT}`)), process.env.PATH].join(
    delimiter,
  ),
});

async function execute(cwd: string, command: string, args: readonly string[]): Promise<Done> {
  try {
    const { stdout, stderr } = await promisify(execFile)(command, args, {
      cwd,
      env: environment(),
      maxBuffer: 2 ** 26,
    });
    return { code: 0, output: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, output: stdout + stderr };
  }
}

async function must(running: Promise<Done>): Promise<void> {
  const { code, output } = await running;
  if (code !== 0) throw new Error(output);
}

async function startDev(cwd: string, options: readonly string[]): Promise<Dev> {
  const lines: string[] = [];
  const child: ChildProcess = spawn('npx', ['smile', 'dev', '--port', '0', ...options], {
    cwd,
    env: environment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface({ input: stream }).on('line', (line) => lines.push(line));
  }
  const line = (pattern: RegExp) =>
    soon(() => {
      const found = lines.find((each) => pattern.test(each));
      if (found === undefined) throw new Error(`no line is ${pattern}:\n${lines.join('\n')}`);
      return found;
    }, 120_000);
  await line(/^Ready/);
  const [url = ''] = /http:\S+/.exec(await line(/Webhooks/)) ?? [];
  return {
    lines,
    url,
    line,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
      // npx is gone; what it has started ends with it.
      await soon(async () => {
        const isThere = await fetch(url).then(
          () => true,
          () => false,
        );
        if (isThere) throw new Error(`smile dev still answers at ${url}`);
      }, 30_000);
    },
  };
}
