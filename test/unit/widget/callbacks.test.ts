import { describe, expect, it } from 'vitest';
import { CALLBACKS, SCREENS } from '../../../lambdas/smile/widget.ts';
import { evenOut } from '../../../widget/callbacks.ts';

const accountCallbacks = ['onAccountCreated', 'onAccountConnected', 'onAccountRemoved'] as const;
const uploadCallbacks = ['onUploadsCreated', 'onUploadsRemoved'] as const;

describe('an account', () => {
  it.each(accountCallbacks)('of %s arrives with its three ids', (name) => {
    const raw = { accountId: 'a-1', providerId: 'uber_ph', userId: 'u-1', more: 'x' };

    expect(evenOut(name, raw)).toEqual({ accountId: 'a-1', providerId: 'uber_ph', userId: 'u-1' });
  });

  it('that failed brings its code, also one that nobody knows yet', () => {
    const raw = { accountId: 'a-1', providerId: 'p', userId: 'u-1', errorCode: 'NEW_CODE' };

    expect(evenOut('onAccountError', raw)).toEqual(raw);
  });

  it.each([
    ['null members', { accountId: null, providerId: null, userId: null }],
    ['empty text', { accountId: '', providerId: '', userId: '' }],
    ['other things for text', { accountId: {}, providerId: 7, userId: true }],
    ['text without end', { accountId: 'a'.repeat(1001), providerId: 'b'.repeat(1e6) }],
    ['nothing', undefined],
  ])('with %s has undefined for what cannot be read', (_, raw) => {
    const account = evenOut('onAccountConnected', raw);

    expect(account).toEqual({ accountId: undefined, providerId: undefined, userId: undefined });
  });

  it('that came as JSON text, as by the bridge of Android, is read', () => {
    expect(evenOut('onAccountConnected', '{"accountId":"a-1"}')).toMatchObject({
      accountId: 'a-1',
    });
  });
});

describe('the reason of a close', () => {
  it.each([
    [{ reason: 'close' }, 'close'],
    [{ reason: 'exit' }, 'exit'],
    [{ reason: 'error' }, 'error'],
    ['exit', 'exit'],
    ['error', 'error'],
    ['{"reason":"exit"}', 'exit'],
    [undefined, 'close'],
    [null, 'close'],
    [{}, 'close'],
    [{ reason: null }, 'close'],
    [{ reason: 'timeout' }, 'timeout'],
    ['timeout', 'timeout'],
    [{ reason: 'I gave up.' }, 'close'],
    [{ reason: 'x'.repeat(65) }, 'close'],
    ['', 'close'],
    [{ reason: { reason: 'exit' } }, 'close'],
  ])('of %j is read as %s', (raw, reason) => {
    expect(evenOut('onClose', raw)).toEqual({ reason });
  });
});

describe('uploads', () => {
  const upload = { id: 'up-1' };

  it.each(uploadCallbacks)('of %s are a list, whether one object or a list came', (name) => {
    expect(evenOut(name, { uploads: [upload], userId: 'u-1' })).toEqual({
      uploads: [upload],
      userId: 'u-1',
    });
    expect(evenOut(name, { uploads: upload }).uploads).toEqual([upload]);
    expect(evenOut(name, [upload]).uploads).toEqual([upload]);
  });

  it.each([undefined, null, {}, { uploads: null }, { uploads: '[object Object]' }, 7])(
    'of %j are none',
    (raw) => {
      expect(evenOut('onUploadsCreated', raw).uploads).toEqual([]);
    },
  );

  it('name their user in either spelling', () => {
    expect(evenOut('onUploadsCreated', { userid: 'u-1' }).userId).toBe('u-1');
    expect(evenOut('onUploadsCreated', { userid: 'u-2', userId: 'u-1' }).userId).toBe('u-1');
  });
});

describe('a screen event', () => {
  it.each([...SCREENS, 'AScreenOfNextYear'])('names %s', (eventName) => {
    expect(evenOut('onUIEvent', { eventName }).eventName).toBe(eventName);
  });

  it('brings its account and its archive, and leaves out what is null', () => {
    const raw = {
      eventName: 'LoginPageOpened',
      eventTime: '2026-11-25T02:00:00Z',
      mode: 'SANDBOX',
      userId: null,
      account: { providerId: 'uber_ph', accountId: null },
      archive: null,
    };

    expect(evenOut('onUIEvent', raw)).toEqual({
      eventName: 'LoginPageOpened',
      eventTime: '2026-11-25T02:00:00Z',
      mode: 'SANDBOX',
      userId: undefined,
      account: { providerId: 'uber_ph', accountId: undefined },
      archive: undefined,
    });
    expect(evenOut('onUIEvent', { archive: { fileType: 'PAYSLIP' } }).archive).toEqual({
      fileType: 'PAYSLIP',
    });
  });
});

describe('garbage', () => {
  const throwing = {
    get accountId(): string {
      throw new Error('a getter of the widget');
    },
  };
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  const garbage = [1, Number.NaN, 'text', '{broken', true, Symbol('s'), 1n, () => 1, [], throwing];

  it.each(CALLBACKS)('never makes %s throw', (name) => {
    for (const raw of [...garbage, proxy]) expect(() => evenOut(name, raw)).not.toThrow();
  });

  it('never reaches the page: a token that V1 passes to onTokenExpired is left out', () => {
    expect(evenOut('onTokenExpired', 'a-token')).toBeUndefined();
  });
});
