import { chmodSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeReadable } from '../../../infra/bundle/make-readable.ts';
import { temporaryProject } from '../temporary-project.ts';

describe('what a package brings along', () => {
  it('can be read by every user, and stays a program if it is one', async () => {
    const directory = temporaryProject({ 'dep/run': '', 'dep/index.js': '' });
    chmodSync(join(directory, 'dep/run'), 0o700);
    chmodSync(join(directory, 'dep/index.js'), 0o600);
    chmodSync(join(directory, 'dep'), 0o700);

    await makeReadable(directory);

    const modes = ['dep/run', 'dep/index.js', 'dep'].map((name) =>
      (statSync(join(directory, name)).mode & 0o777).toString(8),
    );
    expect(modes).toEqual(['755', '644', '755']);
  });
});
