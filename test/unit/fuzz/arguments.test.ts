import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { FuzzMisused, readArguments } from '../../fuzz/arguments.ts';

const MAIN = fileURLToPath(new URL('../../fuzz/main.ts', import.meta.url));
const TARGETS = ['waits', 'stamps'];
const read = (...argv: string[]) => readArguments(argv, TARGETS);

describe('the arguments of the fuzzing', () => {
  it('are a million cases of everything by a seed of its own, unless told otherwise', () => {
    const { seed, ...others } = read();

    expect(others).toEqual({ cases: 1_000_000, only: undefined, path: undefined, help: false });
    expect(Number.isInteger(seed)).toBe(true);
  });

  it('lead to one case of one target', () => {
    const given = read('--cases', '7', '--seed', '5', '--only', 'stamps', '--path', '12:0:3');

    expect(given).toEqual({ cases: 7, seed: 5, only: 'stamps', path: '12:0:3', help: false });
  });

  it.each([
    [['--only', 'nosuch'], '--only must be one of waits, stamps, not "nosuch".'],
    [['--only', 'toString'], '--only must be one of waits, stamps, not "toString".'],
    [['--only', 'waits,stamps'], '--only must be one of waits, stamps, not "waits,stamps".'],
    [['--path', '3:1'], '--path leads to a case of one target: give it with --only.'],
    [['--only', 'waits', '--path', 'x'], '--path must be numbers between colons'],
    [['--cases', '0'], '--cases must be a whole number from 1 on, not "0".'],
    [['--cases', '1e6'], '--cases must be a whole number from 1 on, not "1e6".'],
    [['--seed', 'x'], '--seed must be a whole number, not "x".'],
    [['--nosuch'], "Unknown option '--nosuch'"],
    [['waits'], "Unexpected argument 'waits'"],
  ])('are refused with a reason: %j', (argv, reason) => {
    expect(() => read(...argv)).toThrow(FuzzMisused);
    expect(() => read(...argv)).toThrow(reason);
  });
});

describe('npm run fuzz', () => {
  it('ends with exit code 2, its reason and its usage, before anything is tried', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, '--only', 'nosuch'], {
      encoding: 'utf8',
      timeout: 50_000,
      killSignal: 'SIGKILL',
    });

    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^--only must be one of .*"nosuch"\.\n\nnpm run fuzz/);
  }, 60_000);
});
