import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isCallbackName, parseCallbackData } from '../../../lambdas/smile/callbacks.ts';
import { EVENT_TYPES } from '../../../lambdas/smile/events.ts';
import { CALLBACKS, CLOSE_REASONS, type CallbackName } from '../../../lambdas/smile/widget.ts';

const user = { userId: 'tenant-1' };
const account = { ...user, accountId: 'a-1', providerId: 'example_payroll' };
const bare = { ...user, accountId: 'a-1' };

/** Each name with every form of what a page relays of it, and what is read. */
const FORMS: [CallbackName, object, object][] = [
  ['onAccountCreated', account, account],
  ['onAccountConnected', account, account],
  ['onAccountConnected', bare, bare],
  ['onAccountConnected', { ...account, providerId: null }, bare],
  ['onAccountConnected', { ...account, providerId: 'A sentence of somebody.' }, bare],
  ['onAccountConnected', { ...account, providerId: 'x'.repeat(129) }, bare],
  ['onAccountConnected', { ...account, loginName: 'juana@example.com' }, account],
  ['onAccountRemoved', account, account],
  [
    'onAccountError',
    { ...account, errorCode: 'INVALID_MFA' },
    { ...account, errorCode: 'INVALID_MFA' },
  ],
  ['onAccountError', user, user],
  ['onAccountError', { ...user, accountId: 7, errorCode: 'Your password is wrong.' }, user],
  ['onAccountError', { ...user, errorCode: '' }, user],
  ['onTokenExpired', user, user],
  ['onTokenExpired', { ...user, token: 'x' }, user],
  ...CLOSE_REASONS.map((reason): [CallbackName, object, object] => [
    'onClose',
    { ...user, reason },
    { ...user, reason },
  ]),
  ['onClose', user, { ...user, reason: 'close' }],
  ['onClose', { ...user, reason: 'EXIT' }, { ...user, reason: 'EXIT' }],
  ['onClose', { ...user, reason: 'timeout' }, { ...user, reason: 'timeout' }],
  ['onClose', { ...user, reason: 'I gave up.' }, { ...user, reason: 'close' }],
  ['onClose', { ...user, reason: 'x'.repeat(129) }, { ...user, reason: 'close' }],
  ['onClose', { ...user, reason: { reason: 'exit' } }, { ...user, reason: 'close' }],
  [
    'onUploadsCreated',
    { ...user, uploads: [{ id: 'f-1' }, 'f-2', null], uploadCount: 3 },
    { ...user, uploads: [{ id: 'f-1' }, 'f-2', null], uploadCount: 3 },
  ],
  ['onUploadsCreated', user, { ...user, uploads: [] }],
  ['onUploadsCreated', { ...user, uploads: { id: 'f-1' } }, { ...user, uploads: [] }],
  ['onUploadsCreated', { ...user, uploadCount: '12' }, { ...user, uploads: [], uploadCount: 12 }],
  ['onUploadsRemoved', { ...user, uploadCount: 'many' }, { ...user, uploads: [] }],
  ['onUploadsRemoved', { ...user, uploads: null }, { ...user, uploads: [] }],
  [
    'onUIEvent',
    { ...user, eventName: 'LoginPageOpened' },
    { ...user, eventName: 'LoginPageOpened' },
  ],
  ['onUIEvent', { ...user, eventName: 'ANewScreen' }, { ...user, eventName: 'ANewScreen' }],
  [
    'onUIEvent',
    {
      ...user,
      eventName: 'FileTypePageOpened',
      eventTime: 'Wed, 25 Nov 2026 02:00:00',
      mode: 'SANDBOX',
      account: { accountId: 'a-1', providerId: 'p', loginName: 'x' },
      archive: { fileType: 'PAYSLIP', name: 'x' },
    },
    {
      ...user,
      eventName: 'FileTypePageOpened',
      eventTime: 'Wed, 25 Nov 2026 02:00:00',
      mode: 'SANDBOX',
      account: { accountId: 'a-1', providerId: 'p' },
      archive: { fileType: 'PAYSLIP' },
    },
  ],
  [
    'onUIEvent',
    { ...user, eventName: 'X', eventTime: 7, mode: 'a b', account: 'a-1', archive: null },
    { ...user, eventName: 'X' },
  ],
  [
    'onUIEvent',
    { ...user, eventName: 'X', eventTime: '1'.repeat(65) },
    { ...user, eventName: 'X' },
  ],
];

const wire = (data: object): unknown => JSON.parse(JSON.stringify(data));

describe('the data of a callback', () => {
  it('is specified here for every name', () => {
    expect(new Set(FORMS.map(([name]) => name))).toEqual(new Set(CALLBACKS));
  });

  it.each(FORMS)('of %s is evened out: %j', (name, data, read) => {
    expect(wire(parseCallbackData(name, data))).toEqual(read);
  });

  it.each<[CallbackName, object]>([
    ['onAccountCreated', user],
    ['onAccountConnected', { ...user, accountId: '' }],
    ['onAccountConnected', { ...user, accountId: 'a'.repeat(201) }],
    ['onAccountConnected', { ...user, accountId: 'a\u0000' }],
    ['onAccountConnected', { ...user, accountId: 'a\u007f' }],
    ['onAccountConnected', { ...user, accountId: 'Juan dela Cruz' }],
    ['onAccountConnected', { ...user, accountId: 'juan@example.com' }],
    ['onAccountConnected', { ...user, accountId: '+63 917 123 4567' }],
    ['onAccountConnected', { ...user, accountId: 'a\u001b[31m' }],
    ['onAccountConnected', { ...user, accountId: 'a\u009b31m' }],
    ['onAccountConnected', { ...user, accountId: 'a\u202eb' }],
    ['onAccountConnected', { ...user, accountId: 'a\u2028b' }],
    ['onAccountConnected', { ...user, accountId: 'a\u200bb' }],
    ['onAccountConnected', { ...user, accountId: '\ufeffa' }],
    ['onAccountConnected', { ...user, accountId: 'a#b' }],
    ['onUIEvent', { ...user, eventName: 'a\u202eb', eventTime: 'a\u202eb' }],
    ['onAccountConnected', { ...user, accountId: 'a\uffff' }],
    ['onAccountConnected', { ...user, accountId: 'a\ud83d' }],
    ['onAccountRemoved', { ...user, accountId: 7 }],
    ['onUIEvent', user],
    ['onUIEvent', { ...user, eventName: '' }],
    ['onUIEvent', { ...user, eventName: 7 }],
    ['onUIEvent', { ...user, eventName: 'x'.repeat(129) }],
    ['onUIEvent', { ...user, eventName: 'a\nb' }],
    ['onUIEvent', { ...user, eventName: 'a\ud83d' }],
  ])('of %s is kept for its user without what is none: %j', (name, data) => {
    expect(wire(parseCallbackData(name, data))).toEqual(user);
  });

  it.each(['A sentence.', 'Página de inicio', '🙂', 'x y'.repeat(42)])(
    'of onUIEvent keeps any printable name of a screen: %s',
    (eventName) => {
      expect(parseCallbackData('onUIEvent', { ...user, eventName })).toEqual({
        ...user,
        eventName,
      });
    },
  );

  it.each<[CallbackName, object]>([
    ...CALLBACKS.map((name): [CallbackName, object] => [name, {}]),
    ['onClose', { userId: 'u'.repeat(201) }],
    ['onUIEvent', { userId: 'u\u0000', eventName: 'LoginPageOpened' }],
  ])('of %s is refused without its user alone: %j', (name, data) => {
    expect(() => parseCallbackData(name, data)).toThrow(
      expect.objectContaining({ name: 'EventSchemaError', paths: ['data.userId'] }),
    );
  });

  it('may name an account by 200 letters, digits and signs of an id', () => {
    const accountId = 'a-1_B.9:x'.repeat(22);

    expect(parseCallbackData('onAccountCreated', { ...user, accountId })).toEqual({
      ...user,
      accountId,
    });
  });

  it.each(CALLBACKS)('of %s is the same when it is read again, as the worker does', (name) => {
    const any = fc.record({
      ...Object.fromEntries(['userId', 'accountId'].map((id) => [id, fc.constantFrom('a', 'b')])),
      providerId: fc.jsonValue(),
      errorCode: fc.jsonValue(),
      reason: fc.oneof(fc.jsonValue(), fc.constantFrom(...CLOSE_REASONS)),
      uploads: fc.jsonValue(),
      uploadCount: fc.jsonValue(),
      eventName: fc.constantFrom('LoginPageOpened', 'X'),
      eventTime: fc.jsonValue(),
      account: fc.jsonValue(),
      archive: fc.jsonValue(),
    });

    fc.assert(
      fc.property(any, (data) => {
        const once = wire(parseCallbackData(name, data));

        const again = wire(parseCallbackData(name, once));

        expect(JSON.stringify(again)).toBe(JSON.stringify(once));
      }),
    );
  });
});

describe('the names of callbacks', () => {
  it('are the nine that the widget’s constructor takes', () => {
    expect(CALLBACKS.filter(isCallbackName)).toHaveLength(9);
  });

  it.each(['toString', '__proto__', 'constructor', '', 'onclose', ...EVENT_TYPES])(
    'are not %s',
    (name) => {
      expect(isCallbackName(name)).toBe(false);
    },
  );
});
