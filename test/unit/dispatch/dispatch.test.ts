import { describe, expect, it } from 'vitest';
import { dispatched } from '../../../lambdas/dispatch/dispatch.ts';

const handle = async () => {};

describe('an entry of the registry', () => {
  it('is a handler that sees news only', () => {
    expect(dispatched(handle)).toEqual({ handle, runsWhenStale: false });
  });

  it('may want to see stale events', () => {
    const found = dispatched({ handle, whenStale: 'run' });

    expect(found).toEqual({ handle, runsWhenStale: true });
  });

  it('sees no stale events for any other word', () => {
    const found = dispatched({ handle, whenStale: 'skip' as 'run' });

    expect(found).toEqual({ handle, runsWhenStale: false });
  });
});
