import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { benchBoot } from '../../../bench/boot.ts';
import type { Bundles } from '../../../bench/bundles.ts';
import { NotHandled } from '../../../bench/handled.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'bench-boot-'));
});
afterAll(() => rm(directory, { recursive: true }));

/** Starts an empty handler, and other functions whose handlers are these expressions. */
async function booted(handlers: Readonly<Record<string, string>>) {
  const files: Record<string, string> = {};
  for (const [name, handler] of Object.entries({ empty: '() => undefined', ...handlers })) {
    files[name] = join(directory, `${name}.mjs`);
    await writeFile(files[name], `console.log('init');\nexport const handler = ${handler};\n`);
  }
  const bytes = Object.fromEntries(Object.keys(files).map((name) => [name, 1]));
  return await benchBoot({ files, bytes } as unknown as Bundles, 1);
}

describe('a start', () => {
  it('goes on to the answer to the first event, where there is one', async () => {
    const slow = `async (event) => {
      console.log('handling');
      await new Promise((resolve) => setTimeout(resolve, 1000));
      return { statusCode: event.headers['Smile-Signature'] ? 200 : 400 };
    }`;

    const { empty, ingress, status } = await booted({ ingress: slow, status: '() => undefined' });

    expect([empty.ratio, empty.firstAnswerRatio]).toEqual([1, 1]);
    expect(ingress.firstAnswerRatio).toBeGreaterThan(ingress.ratio);
    expect(status.firstAnswerRatio).toBeUndefined();
  });

  it('is none when the first answer is not what is measured', async () => {
    const starting = booted({ worker: "() => ({ batchItemFailures: [{ itemIdentifier: 'm' }] })" });

    await expect(starting).rejects.toThrow(NotHandled);
  });

  it('is none when the first event ends it', async () => {
    const starting = booted({ middy: "() => { throw new Error('no such table'); }" });

    await expect(starting).rejects.toThrow(/middy\.mjs does not start: [^]*no such table/);
  });

  it('is none when the bundle does not load, and says why', async () => {
    const starting = booted({ ingress: "(() => { throw new Error('no such part'); })()" });

    await expect(starting).rejects.toThrow(/ingress\.mjs does not start: [^]*no such part/);
  });
});
