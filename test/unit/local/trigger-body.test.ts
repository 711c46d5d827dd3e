import { describe, expect, it } from 'vitest';
import { EVENT_TYPES } from '../../../lambdas/smile/events.ts';
import { bodyMaker } from '../../../local/trigger/body.ts';

const make = async (type: string, more: Partial<Parameters<typeof bodyMaker>[0]> = {}) => {
  const body = await bodyMaker({ type, user: undefined, set: [], file: undefined, ...more });
  return () => JSON.parse(body().toString()) as { id: string; type: string; data: never };
};

describe('the body of a triggered event', () => {
  it.each(EVENT_TYPES)('is a new event of its type each time: %s', async (type) => {
    const next = await make(type);

    expect(next().type).toBe(type);
    expect(next().id).not.toBe(next().id);
  });

  it('names the user wherever the type has one', async () => {
    const account = await make('ACCOUNT_CREATED', { user: 'u' });
    const session = await make('USER_SESSION_COMPLETED', { user: 'u' });

    expect(account().data).toMatchObject({ userId: 'u' });
    expect(session().data).toMatchObject({ session: { userId: 'u' } });
  });

  it('has the values that were set, the last one over the user', async () => {
    const next = await make('ACCOUNT_CREATED', {
      user: 'u',
      set: [
        [['data', 'userId'], 'other'],
        [['data', 'deep', 'er'], 1],
      ],
    });

    expect(next().data).toMatchObject({ userId: 'other', deep: { er: 1 } });
  });

  it('cannot name a user where the type has none', async () => {
    await expect(make('RECORD_CREATED', { user: 'u' })).rejects.toThrow('names no user');
  });

  it('cannot be of a type that Smile does not send; the sentence lists those that it does', async () => {
    await expect(make('USER_DELETED')).rejects.toThrow(/USER_DELETED.*--file.*USER_SESSION_RESET/);
  });

  it('cannot be a file that is not there', async () => {
    await expect(make('', { file: '/nowhere' })).rejects.toThrow('/nowhere cannot be read');
  });
});
