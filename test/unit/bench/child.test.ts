import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ChildFailed, runChild } from '../../../bench/child.ts';
import { assertHandled, NotHandled } from '../../../bench/handled.ts';
import type { Soaked } from '../../../bench/memory.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'bench-child-'));
});
afterAll(() => rm(directory, { recursive: true }));

async function soak(kind: 'ingress' | 'worker', answers: string): Promise<Soaked> {
  const file = join(directory, `${kind}-${answers.length}.mjs`);
  await writeFile(file, `let n = 0;\nexport const handler = async () => ${answers};\n`);
  return await runChild<Soaked>('soak', { kind, file, events: 10 }, {});
}

describe('an answer', () => {
  it.each([{ statusCode: 200 }, { statusCode: 204 }, { batchItemFailures: [] }])(
    'is what is measured: %j',
    (answer) => {
      expect(() => assertHandled('f', answer)).not.toThrow();
    },
  );

  it.each([
    { statusCode: 503 },
    { statusCode: 302 },
    { batchItemFailures: [{ itemIdentifier: 'm' }] },
    {},
    undefined,
  ])('is not: %j', (answer) => {
    expect(() => assertHandled('f', answer)).toThrow(NotHandled);
  });
});

describe('a soaked child', () => {
  it('looks at its memory after each quarter', async () => {
    const { rssMiB, heapMiB } = await soak('worker', '({ batchItemFailures: [] })');

    expect([rssMiB.length, heapMiB.length]).toEqual([4, 4]);
    expect(Math.min(...rssMiB)).toBeGreaterThan(10);
  });

  it('fails with the first answer that is not what is measured, and says which', async () => {
    const soaked = soak('ingress', '({ statusCode: (n += 1) < 5 ? 200 : 503 })');

    await expect(soaked).rejects.toThrow(ChildFailed);
    await expect(soaked).rejects.toThrow('{"statusCode":503}');
  });
});
