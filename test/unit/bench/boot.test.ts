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

/** As in a real run, all are CommonJS but the docs' sample, which is a module that cannot be required. */
const cjs = (handler: string) => `console.log('init');\nexports.handler = ${handler};\n`;
const mjs = (handler: string) => `await console.log('init');\nexport const handler = ${handler};\n`;

/** Starts an empty handler, and other functions whose handlers are these expressions. */
async function booted(handlers: Readonly<Record<string, string>>) {
  const files: Record<string, string> = {};
  for (const [name, handler] of Object.entries({ empty: '() => undefined', ...handlers })) {
    const isModule = name === 'docs-sample';
    files[name] = join(directory, `${name}${isModule ? '.mjs' : '.cjs'}`);
    await writeFile(files[name], isModule ? mjs(handler) : cjs(handler));
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

    await expect(starting).rejects.toThrow(
      /middy\.cjs does not answer its first event \(exit code 1\): [^]*no such table/,
    );
  });

  it('is none when the first event gets no answer', async () => {
    const starting = booted({ 'docs-sample': '() => new Promise(() => undefined)' });

    await expect(starting).rejects.toThrow(/docs-sample\.mjs does not answer its first event/);
  });

  it('loads each bundle as its kind is loaded on Lambda', async () => {
    const starting = booted({
      // Only what is required has a parent.
      ingress: '() => ({ statusCode: module.parent ? 200 : 500 })',
      'docs-sample': '() => ({ statusCode: 200 })',
    });

    await expect(starting).resolves.toBeDefined();
  });

  it.each([
    ['ingress', 'cjs'],
    ['docs-sample', 'mjs'],
    ['status', 'cjs'],
  ])('is none when the bundle does not load, and says why: %s.%s', async (name, kind) => {
    const starting = booted({ [name]: "(() => { throw new Error('no such part'); })()" });

    await expect(starting).rejects.toThrow(`${name}.${kind} does not start`);
    await expect(starting).rejects.toThrow('no such part');
  });
});
