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
    await teardown.run();

    expect(taken).toEqual(['last', 'first']);
  });
});
