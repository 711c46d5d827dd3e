import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';

describe('the schemas in a Lambda’s bundle', () => {
  it('bring zod’s small edition, no builders, and 40 KiB at most', async () => {
    const { metafile, outputFiles } = await build({
      entryPoints: ['lambdas/smile/events.ts'],
      bundle: true,
      minify: true,
      format: 'esm',
      platform: 'node',
      mainFields: ['module', 'main'],
      metafile: true,
      write: false,
    });

    const inputs = Object.keys(metafile.inputs);
    const size = outputFiles.reduce((sum, file) => sum + file.contents.length, 0);
    expect(inputs.filter((file) => !/^lambdas\/smile\/|^node_modules\/zod\//.test(file))).toEqual(
      [],
    );
    expect(inputs.filter((file) => /\/builders\/|\/classic\//.test(file))).toEqual([]);
    expect(size).toBeLessThanOrEqual(40 * 1024);
  });
});
