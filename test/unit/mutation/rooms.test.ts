import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EQUIVALENT } from '../../mutation/equivalent.ts';
import { ROOMS } from '../../mutation/rooms.ts';

const files = Object.values(ROOMS).flatMap(({ mutate }) => mutate);

describe('the rooms of mutation', () => {
  it('name files that are there, each of them once', () => {
    expect(files.filter((file) => !existsSync(file))).toEqual([]);
    expect(files).toHaveLength(new Set(files).size);
  });

  it('hold every file of which a mutant is explained', () => {
    const explained = EQUIVALENT.map(({ file }) => file);

    expect(explained.filter((file) => !files.includes(file))).toEqual([]);
  });

  it.each(['nosuch', 'toString'])('are no room called %s: exit code 2', (name) => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['test/mutation/main.ts', 'smile', name],
      { encoding: 'utf8', timeout: 15_000, killSignal: 'SIGKILL' },
    );

    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(new RegExp(`^No room is called ${name}\\.\nnpm run mutation`));
  });
});
