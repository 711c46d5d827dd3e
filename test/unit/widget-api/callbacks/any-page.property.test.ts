import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NOW } from '../session/forge.ts';
import { bench } from './bench.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
});

afterEach(() => {
  vi.useRealTimers();
});

describe('whatever a page sends', () => {
  const keys = fc.constantFrom(
    'id',
    'name',
    'at',
    'data',
    'accountId',
    'uploads',
    'x',
    '__proto__',
  );
  const values = fc.oneof(
    fc.constantFrom('c-1', 'onAccountConnected', 'onUIEvent', '2026-11-25T02:00:00Z', ''),
    fc.string({ unit: 'binary' }),
    fc.double(),
    fc.constantFrom(null, true, -0, 1e308),
  );
  const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 9, withCrossShrink: true },
      values,
      fc.dictionary(fc.oneof(keys, fc.string()), tie('tree'), { maxKeys: 5 }),
      fc.array(tie('tree'), { maxLength: 3 }),
    ),
  }));
  const almost = fc.record(
    {
      id: fc.oneof(fc.constant('c-1'), tree),
      name: fc.oneof(fc.constantFrom('onUploadsCreated', 'onAccountConnected', 'onUIEvent'), tree),
      at: fc.oneof(fc.constant('2026-11-25T02:00:00Z'), tree),
      data: fc.oneof(fc.record({ uploads: tree, accountId: values, eventName: values }), tree),
    },
    { requiredKeys: [] },
  );

  it('is stored or refused, is never a fault of ours, and is all stored or none of it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(almost, tree), { maxLength: 3 }), async (callbacks) => {
        const { post, sent } = bench();

        const { statusCode } = await post(callbacks);

        expect([200, 400, 403, 413]).toContain(statusCode);
        expect(sent).toHaveLength(statusCode === 200 ? callbacks.length : 0);
        expect(sent.filter(({ bodyRef, unreadable }) => bodyRef ?? unreadable)).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  it('is refused and never a fault of ours when it is any bytes', async () => {
    const text = fc.oneof(fc.json(), fc.string({ unit: 'binary' }));

    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.uint8Array(),
          text.map((each) => Buffer.from(each)),
        ),
        async (bytes) => {
          const { postBytes, sent } = bench();

          expect((await postBytes(bytes)).statusCode).toBe(400);
          expect(sent).toEqual([]);
        },
      ),
      { numRuns: 500 },
    );
  });
});
