import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const FIXTURE = fileURLToPath(new URL('fixtures/node-runner.ts', import.meta.url));

it('the test kit works below another test runner, without any environment variable', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--test', FIXTURE], { env: {} });

  expect(stdout).toMatch(/pass 1\b/);
  expect(stdout).toMatch(/fail 0\b/);
});
