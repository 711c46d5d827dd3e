import { describe, expect, it } from 'vitest';
import { EVENT_TYPES } from '../../../lambdas/smile/events.ts';
import { Misused } from '../../../cli/misused.ts';
import { bodyMaker } from '../../../cli/trigger/event-body.ts';
import { type Setting, settingOption } from '../../../cli/trigger/settings.ts';

const make = async (type: string, more: Parameters<typeof bodyMaker>[1] = {}) => {
  const body = await bodyMaker(type, more);
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
    const set: Setting[] = [
      [['data', 'userId'], 'other'],
      [['data', 'session', 'channel'], 'Default'],
    ];

    const next = await make('USER_CREATED', { user: 'u', set });

    expect(next().data).toMatchObject({ userId: 'other', session: { channel: 'Default' } });
  });

  it('was created as long ago as it is late, in whole seconds as Smile writes it', async () => {
    const next = await make('USER_CREATED', { late: 600 });

    const { createdAt } = next() as unknown as { createdAt: string };
    expect(createdAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(Math.abs(Date.now() - 600_000 - Date.parse(createdAt))).toBeLessThan(60_000);
  });

  it('may have any field below one that is null in the example', async () => {
    const set = [[['data', 'resultMessage', 'text'], 'x']] as const;

    const next = await make('RECORD_COMPLETED', { set });

    expect(next().data).toMatchObject({ resultMessage: { text: 'x' } });
  });

  it.each([
    ['data.acountId', 'data.accountId'],
    ['acountId', 'data.accountId'],
    ['createdat', 'createdAt'],
    ['data.providers.0', 'data.providers'],
    ['data.__proto__', 'data.userId'],
  ])('cannot have a value at %s; the sentence names %s', async (path, nearest) => {
    const set = [[path.split('.'), 'x']] as const;

    const making = make('ACCOUNT_CREATED', { set });

    await expect(making).rejects.toThrow(Misused);
    await expect(making).rejects.toThrow(`Did you mean ${nearest}?`);
  });

  it.each([
    ['USER_CREATD', 'USER_CREATED'],
    ['account_connected', 'ACCOUNT_CONNECTED'],
    ['USER_DELETED', 'USER_CREATED'],
  ])(
    'cannot be of the type %s, which Smile does not send; the sentence names %s',
    async (type, nearest) => {
      await expect(make(type)).rejects.toThrow(`Did you mean ${nearest}?`);
    },
  );

  it.each<[string | undefined, Parameters<typeof bodyMaker>[1], string]>([
    [undefined, {}, 'Name an event type'],
    ['USER_CREATED', { file: 'f' }, 'leave the event type out'],
    ['RECORD_CREATED', { user: 'u' }, 'names no user'],
    [undefined, { file: '/nowhere' }, '/nowhere cannot be read'],
  ])('cannot be made of %s and %j', async (type, options, sentence) => {
    await expect(bodyMaker(type, options)).rejects.toThrow(sentence);
  });
});

describe('a value of --set', () => {
  it.each([
    ['data.providers=["grab"]', ['data', 'providers'], ['grab']],
    ['version=2', ['version'], 2],
    ['data.a=b=c', ['data', 'a'], 'b=c'],
    ['data.empty=', ['data', 'empty'], ''],
  ])('is JSON where it is JSON, else text: %s', (text, path, value) => {
    expect(settingOption(text)).toEqual([[path, value]]);
  });

  it.each(['novalue', '=value', 'a..b=value'])('needs a path: %s does not do', (text) => {
    expect(() => settingOption(text)).toThrow('path=value');
  });
});
