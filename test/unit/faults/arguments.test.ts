import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readArguments } from '../../faults/matrix/arguments.ts';
import { CALLBACK_FAULTS } from '../../faults/matrix/callback-faults.ts';
import { CELLS } from '../../faults/matrix/cells.ts';
import { MatrixMisused } from '../../faults/matrix/matrix-misused.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'matrix-arguments-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the command line of the matrix', () => {
  it('means everything when it says nothing', () => {
    expect(readArguments([])).toEqual({
      cells: CELLS,
      callbackFaults: CALLBACK_FAULTS,
      json: undefined,
      log: undefined,
    });
  });

  it('chooses cells by a part of their name, the callbacks’ too', () => {
    const { cells, callbackFaults } = readArguments(['--only', 'throttled']);
    const callbacks = readArguments(['--only', 'callbacks, ']);

    expect(cells.every(({ fault }) => fault === 'throttled')).toBe(true);
    expect(callbackFaults.map(({ name }) => name)).toEqual(['throttled']);
    expect(callbacks.cells).toEqual([]);
    expect(callbacks.callbackFaults).toEqual(CALLBACK_FAULTS);
  });

  it('leaves a file that is there as it is until there is a report', () => {
    const json = join(folder, 'report.json');
    writeFileSync(json, 'of before');

    expect(readArguments(['--json', json]).json).toBe(json);
    expect(readFileSync(json, 'utf8')).toBe('of before');
  });

  it.each([
    ['a cell that is none', ['--only', 'write-state, thwarted'], 'write-state, throttled'],
    ['an option that is none', ['--jsn', 'report.json'], '--jsn'],
    ['a word too many', ['begin'], 'begin'],
    ['an option without its value', ['--json'], '--json'],
  ])('refuses %s', (_name, argv, named) => {
    expect(() => readArguments(argv)).toThrow(MatrixMisused);
    expect(() => readArguments(argv)).toThrow(named);
  });

  it('ends the command with 2 before anything starts when it is wrong', async () => {
    const main = fileURLToPath(new URL('../../faults/matrix/main.ts', import.meta.url));
    const run = promisify(execFile)(process.execPath, [main, '--jsn', 'report.json'], {
      timeout: 15_000,
      killSignal: 'SIGKILL',
    });

    await expect(run).rejects.toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('--jsn'),
    });
  });

  it.each(['json', 'log'])('refuses a --%s that cannot be written', (name) => {
    const nowhere = join(folder, 'no-such-folder', 'report.json');

    expect(() => readArguments([`--${name}`, nowhere])).toThrow(
      `--${name} names no file that can be written (ENOENT)`,
    );
    expect(() => readArguments([`--${name}`, folder])).toThrow(MatrixMisused);
  });
});
