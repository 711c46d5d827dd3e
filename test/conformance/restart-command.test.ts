import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { RestartFailed, restartCommand } from '../../conformance/restart-command.ts';
import { eventually } from '../integration/eventually.ts';
import { isAlive } from '../integration/local/descendants.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'smile-conformance-'));
});
afterAll(() => rm(directory, { recursive: true }));

/** The command lines of all processes. */
const running = () => execFileSync('ps', ['-A', '-o', 'args='], { encoding: 'utf8' }).split('\n');

it('a command that stays in the foreground is given up, and it is said how it is done', async () => {
  const restart = restartCommand('exec sleep 600', 100);

  const restarting = restart();

  await expect(restarting).rejects.toThrow(RestartFailed);
  await expect(restarting).rejects.toThrow(/did not end within 0.1 s.+in the background/);
});

it('a command that is given up leaves nothing of what it has started', async () => {
  const started = `sleep 600.${process.pid}`;
  const restart = restartCommand(`${started}; true`, 300);

  await expect(restart()).rejects.toThrow(RestartFailed);

  await eventually(() => !running().includes(started));
});

it('what the command leaves in the background is not waited for, and stays', async () => {
  const pidFile = join(directory, 'pid');
  const restart = restartCommand(`sleep 600 >/dev/null 2>&1 & echo $! >${pidFile}`, 4000);

  await restart();

  const pid = Number(await readFile(pidFile, 'utf8'));
  expect(isAlive(pid)).toBe(true);
  process.kill(pid);
});
