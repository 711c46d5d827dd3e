import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KeptTemplates } from '../../../local/template/kept-templates.ts';

const TEXT = '{"Resources":{}}';

let directory: string;
let kept: KeptTemplates;
beforeEach(async () => {
  directory = join(await mkdtemp(join(tmpdir(), 'smile-test-')), 'made when needed');
  kept = new KeptTemplates(directory);
});
afterEach(() => rm(join(directory, '..'), { recursive: true }));

describe('a kept template', () => {
  it('is found by its stage and the digest of its inputs only', async () => {
    await kept.keep('sandbox', 'abc1', TEXT);

    await expect(kept.find('sandbox', 'abc1')).resolves.toEqual({ Resources: {} });
    await expect(kept.find('sandbox', 'abc2')).resolves.toBeUndefined();
    await expect(kept.find('production', 'abc1')).resolves.toBeUndefined();
  });

  it('takes the place of the one before it, of the same stage', async () => {
    await kept.keep('sandbox', 'abc1', TEXT);
    await kept.keep('production', 'abc1', TEXT);
    await kept.keep('sandbox', 'abc2', TEXT);

    expect((await readdir(directory)).toSorted()).toEqual([
      'production.abc1.json',
      'sandbox.abc2.json',
    ]);
  });

  it('is whole whenever it is there, however many write it at once', async () => {
    const long = JSON.stringify({ Resources: { filler: 'x'.repeat(1_000_000) } });
    const found: unknown[] = [];
    const state = { writing: true };
    const reading = (async () => {
      while (state.writing) found.push(await kept.find('sandbox', 'abc1'));
    })();

    await Promise.all(Array.from({ length: 8 }, () => kept.keep('sandbox', 'abc1', long)));
    state.writing = false;
    await reading;
    const present = found.filter((template) => template !== undefined);

    // Once there, it is never gone again.
    expect(found.slice(-present.length)).toEqual(present);
    expect(await readdir(directory)).toEqual(['sandbox.abc1.json']);
  });

  it('that is damaged is none', async () => {
    await kept.keep('sandbox', 'abc1', TEXT);
    await writeFile(join(directory, 'sandbox.abc1.json'), TEXT.slice(1));

    await expect(kept.find('sandbox', 'abc1')).resolves.toBeUndefined();
  });

  it('cannot be kept in a directory that cannot be written, which does no harm', async () => {
    const nowhere = new KeptTemplates('/dev/null/x');

    await nowhere.keep('sandbox', 'abc1', TEXT);

    await expect(nowhere.find('sandbox', 'abc1')).resolves.toBeUndefined();
  });
});
