import { chmod, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DataDirectory, openDataDirectory } from '../../../local/data-directory.ts';

let parent: string;
let opened: DataDirectory | undefined;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'smile-test-'));
});
afterEach(async () => {
  await opened?.close();
  await rm(parent, { recursive: true });
});

const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);

describe('the data directory', () => {
  it('is made for this user alone, and so is all that stands in it', async () => {
    const path = join(parent, 'new', 'data');

    opened = await openDataDirectory(path);

    const modes = await Promise.all([path, opened.sqs, opened.dynamodb].map(modeOf));
    expect(modes).toEqual(['700', '700', '700']);
  });

  it('keeps its mode when it is there already; what is made in it is this user’s alone', async () => {
    await chmod(parent, 0o755);

    opened = await openDataDirectory(parent);

    const modes = await Promise.all([parent, opened.sqs, opened.dynamodb].map(modeOf));
    expect(modes).toEqual(['755', '700', '700']);
  });
});
