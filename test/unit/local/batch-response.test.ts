import { describe, expect, it } from 'vitest';
import { failedMessages } from '../../../local/event-source/batch-response.ts';

const batch = ['a', 'b'];

describe('the answer to a batch', () => {
  it.each([
    undefined,
    null,
    {},
    { batchItemFailures: null },
    { batchItemFailures: [] },
    { other: 1 },
  ])('%j is full success', (answer) => {
    expect([...failedMessages(answer, batch)]).toEqual([]);
  });

  it('names the messages that failed', () => {
    const answer = { batchItemFailures: [{ itemIdentifier: 'b' }] };

    expect([...failedMessages(answer, batch)]).toEqual(['b']);
  });

  it.each([
    'text',
    7,
    { batchItemFailures: 'a' },
    { batchItemFailures: [{ itemIdentifier: '' }] },
    { batchItemFailures: [{ itemIdentifier: null }] },
    { batchItemFailures: [{ itemIdentifier: 'stranger' }] },
    { batchItemFailures: [{ identifier: 'a' }] },
    { batchItemFailures: [null] },
    { batchItemFailures: [{ itemIdentifier: 'a' }, {}] },
  ])('%j makes no sense, so that all have failed', (answer) => {
    expect([...failedMessages(answer, batch)]).toEqual(batch);
  });
});
