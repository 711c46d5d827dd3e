import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { BenchMisused, readOptions } from '../../../bench/options.ts';

describe('the options of the bench', () => {
  it('are numbers, with defaults', () => {
    const options = readOptions(['--rows', '1000000', '--write']);

    expect(options).toEqual({
      write: true,
      throughput: false,
      rows: 1_000_000,
      runs: 15,
      soak: 10_000,
    });
  });

  it.each([
    ['--runs', 'x'],
    ['--runs', '0'],
    ['--runs', '2.5'],
    ['--runs', ''],
    ['--rows=-1'],
    ['--rows', '999'],
    ['--rows', '1000001'],
    ['--soak', '3'],
    ['--soak', 'NaN'],
    ['--row', '1000'],
    ['1000'],
  ])('are refused by name: %s %s', (...args) => {
    const read = () => readOptions(args);

    expect(read).toThrow(BenchMisused);
    expect(read).toThrow(args[0]?.split('=')[0]);
  });

  it('end the bench with 2 and a sentence before anything is measured', () => {
    const main = fileURLToPath(new URL('../../../bench/main.ts', import.meta.url));

    const { status, stdout, stderr } = spawnSync(process.execPath, [main, '--runs', 'x'], {
      encoding: 'utf8',
      timeout: 15_000,
      killSignal: 'SIGKILL',
    });

    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toBe('--runs must be a whole number from 1 to 1000, not "x".\n');
  });
});
