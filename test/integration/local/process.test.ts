import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { buildEvent } from '../../../testing/builders/build-event.ts';
import { sign } from '../../../lambdas/smile/signature.ts';
import { eventually } from '../eventually.ts';
import { descendantsOf, isAlive } from './descendants.ts';
import { fixture } from './fixture-run.ts';
import { DELIVERED_RUN, localFile, type Started, startNpm, startProcess } from './main-process.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

const start = (file = DELIVERED_RUN, environment: Record<string, string> = {}): Started => {
  const started = startProcess(file, environment);
  cleanups.push(() => started.child.kill('SIGKILL'));
  return started;
};

const temporaryDirectory = async () => {
  const directory = await mkdtemp(join(tmpdir(), 'smile-test-'));
  cleanups.push(() => rm(directory, { recursive: true, force: true }));
  return directory;
};

const post = async (url: string) => {
  const event = buildEvent('USER_CREATED');
  const body = Buffer.from(JSON.stringify(event));
  const response = await fetch(`${url}/webhooks`, {
    method: 'POST',
    body,
    headers: { 'Smile-Signature': sign(body, 'local-secret') },
  });
  expect(response.status).toBe(200);
  return event.id;
};

const row = async (url: string, id: string) => {
  const response = await fetch(`${url}/_local/events/${encodeURIComponent(id)}`);
  return response.ok ? ((await response.json()) as { status: string }) : undefined;
};

const handled = (url: string, id: string) =>
  eventually(async () => (await row(url, id))?.status === 'DONE');

describe('npm start', () => {
  it('handles an event with the project’s own functions, and ends without a trace', async () => {
    const main = start();
    const url = await main.ready();

    await handled(url, await post(url));
    const children = descendantsOf(main.pid);
    main.child.kill('SIGTERM');

    await expect(main.exited).resolves.toBe(0);
    expect(main.errors()).toBe('');
    expect(main.output()).toContain(`try the widget at ${url}/demo/\n`);
    expect(children.length).toBeGreaterThanOrEqual(4);
    expect(children.filter(({ pid }) => isAlive(pid))).toEqual([]);
  });

  it('ends within 3 s of Ctrl-C, also when a child does not react to anything', async () => {
    const main = start();
    await main.ready();
    const children = descendantsOf(main.pid).filter(({ command }) => command.includes('/local/'));
    for (const { pid } of children) process.kill(pid, 'SIGSTOP');
    const before = Date.now();

    main.child.kill('SIGINT');
    main.child.kill('SIGINT');
    await main.exited;

    expect(Date.now() - before).toBeLessThan(3000);
    expect(children.length).toBeGreaterThanOrEqual(4);
    await eventually(() => children.every(({ pid }) => !isAlive(pid)), 500);
  });

  it('leaves no child behind when it is killed, and has its data after a restart', async () => {
    const DATA_DIR = join(await temporaryDirectory(), 'data');
    const first = start(DELIVERED_RUN, { DATA_DIR });
    const url = await first.ready();
    const id = await post(url);
    const children = descendantsOf(first.pid);
    const temporary = /\S+smile-local-\w+/.exec(
      children.map(({ command }) => command).join('\n'),
    )?.[0];

    first.child.kill('SIGKILL');
    await eventually(() => children.every(({ pid }) => !isAlive(pid)), 2000);
    const second = start(DELIVERED_RUN, { DATA_DIR });
    const secondUrl = await second.ready();

    // Killed before, while or after it was handled: in every case it is, and soon.
    await expect(handled(secondUrl, id)).resolves.toBe(true);
    expect(existsSync(temporary ?? '/')).toBe(false);
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL'] as const)(
    'ends with npm, and frees its port, when npm alone gets %s',
    async (signal) => {
      const npm = startNpm();
      const url = await npm.ready();
      const children = descendantsOf(npm.pid);
      cleanups.push(() =>
        children.forEach(({ pid }) => isAlive(pid) && process.kill(pid, 'SIGKILL')),
      );

      npm.child.kill(signal);

      await eventually(() => children.every(({ pid }) => !isAlive(pid)));
      await expect(fetch(`${url}/_local/health`)).rejects.toThrow('fetch failed');
      expect(children.length).toBeGreaterThanOrEqual(5);
    },
  );

  it.each(['SIGINT', 'SIGHUP'] as const)(
    'ends when its whole process group gets %s, as from a terminal',
    async (signal) => {
      const npm = startNpm();
      await npm.ready();
      const children = descendantsOf(npm.pid);
      cleanups.push(() =>
        children.forEach(({ pid }) => isAlive(pid) && process.kill(pid, 'SIGKILL')),
      );

      process.kill(-npm.pid, signal);

      await eventually(() => children.every(({ pid }) => !isAlive(pid)));
      expect(children.length).toBeGreaterThanOrEqual(5);
    },
  );

  it('leaves no child behind either when a handler never yields', async () => {
    const run = start(fixture('spinning-run.ts'));
    await eventually(() => run.output().includes('spin-once'), 20_000);
    const children = descendantsOf(run.pid);

    run.child.kill('SIGKILL');

    await eventually(() => children.every(({ pid }) => !isAlive(pid)), 2000);
    expect(children.length).toBeGreaterThanOrEqual(4);
  });

  it('says which port is in use and how to choose another', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    cleanups.push(() => server.close());
    await eventually(() => server.listening);
    const { port } = server.address() as AddressInfo;

    const main = start(DELIVERED_RUN, { PORT: String(port) });

    await expect(main.exited).resolves.toBe(1);
    expect(main.errors()).toBe(`Port ${port} is in use. Choose another one: PORT=8787 npm start\n`);
  });

  it('says that another run uses the data directory', async () => {
    const DATA_DIR = await temporaryDirectory();
    const first = start(DELIVERED_RUN, { DATA_DIR });
    await first.ready();

    const second = start(DELIVERED_RUN, { DATA_DIR });

    await expect(second.exited).resolves.toBe(1);
    expect(second.errors()).toContain('that no other local run uses');
    expect(second.errors().trim().split('\n')).toHaveLength(1);
  });

  it.each([
    ['PORT', '80x', 'PORT must be a whole number from 0 to 65535, not "80x".'],
    ['AWS_ENDPOINT_URL', 'localhost', 'AWS_ENDPOINT_URL must be a URL'],
    ['AWS_ENDPOINT_URL', 'http://127.0.0.1:1', 'http://127.0.0.1:1 does not answer (ECONNREFUSED)'],
    ['DATA_DIR', '/dev/null/x', 'Set DATA_DIR to a directory that can be written'],
  ])('says in one sentence what is wrong with %s=%s', async (name, value, sentence) => {
    // Ends before a function starts, and with it business code.
    const main = start(localFile('main.ts'), { [name]: value });

    await expect(main.exited).resolves.toBe(1);
    expect(main.errors()).toContain(sentence);
    expect(main.errors().trim().split('\n')).toHaveLength(1);
  });
});
