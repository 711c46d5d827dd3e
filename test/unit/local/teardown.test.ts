import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Teardown } from '../../../local/teardown.ts';

describe('a teardown', () => {
  it('takes its steps once, the last one first, past those that fail', async () => {
    const taken: string[] = [];
    const teardown = new Teardown();
    teardown.add(async () => taken.push('first'));
    teardown.add(() => Promise.reject(new Error('as asked')));
    teardown.add(async () => taken.push('last'));

    await expect(teardown.run()).rejects.toThrow('did not end cleanly');
    await teardown.run().catch(() => undefined);

    expect(taken).toEqual(['last', 'first']);
  });

  it('lets who asks a second time wait for the same end', async () => {
    const teardown = new Teardown();
    const ended: string[] = [];
    teardown.add(async () => {
      await delay(10);
      ended.push('a');
    });

    void teardown.run();
    await teardown.run();

    expect(ended).toEqual(['a']);
  });
});
