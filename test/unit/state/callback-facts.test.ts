import { describe, expect, it } from 'vitest';
import { parseCallback } from '../../../lambdas/smile/callbacks.ts';
import { CALLBACKS, type CallbackName } from '../../../lambdas/smile/widget.ts';
import { callbackFactOf } from '../../../lambdas/state/facts/callback-facts.ts';
import { applyEach } from './apply-either.ts';

const account = { accountId: 'a1', providerId: 'p1' };

/** What each callback says about which thing. */
const SAYS: [CallbackName, object, string, object][] = [
  ['onAccountCreated', account, 'ACCOUNT#a1', { providerId: 'p1' }],
  ['onAccountConnected', account, 'ACCOUNT#a1', { providerId: 'p1' }],
  ['onAccountConnected', { accountId: 'a1' }, 'ACCOUNT#a1', {}],
  ['onAccountRemoved', account, 'ACCOUNT#a1', { providerId: 'p1' }],
  ['onAccountCreated', { providerId: 'p1' }, 'WIDGET', { providerId: 'p1' }],
  ['onAccountConnected', {}, 'WIDGET', {}],
  ['onAccountRemoved', {}, 'WIDGET', {}],
  [
    'onAccountError',
    { ...account, errorCode: 'INVALID_MFA' },
    'ACCOUNT#a1',
    { providerId: 'p1', errorCode: 'INVALID_MFA' },
  ],
  ['onAccountError', { errorCode: 'INVALID_MFA' }, 'WIDGET', { errorCode: 'INVALID_MFA' }],
  ['onTokenExpired', {}, 'WIDGET', {}],
  ['onClose', { reason: 'exit' }, 'WIDGET', { reason: 'exit' }],
  ['onUploadsCreated', { uploads: ['f', 'g'] }, 'WIDGET', { uploadCount: 2 }],
  ['onUploadsCreated', { uploadCount: 7 }, 'WIDGET', { uploadCount: 7 }],
  ['onUploadsRemoved', { uploads: ['f'], uploadCount: 7 }, 'WIDGET', { uploadCount: 7 }],
  ['onUploadsRemoved', { uploads: ['f'], uploadCount: 0 }, 'WIDGET', { uploadCount: 0 }],
  ['onUploadsRemoved', { uploadCount: 10_000 }, 'WIDGET', { uploadCount: 10_000 }],
  ['onUploadsRemoved', { uploadCount: 10_001 }, 'WIDGET', {}],
  ['onUploadsRemoved', { uploadCount: -1 }, 'WIDGET', {}],
  ['onUploadsRemoved', { uploadCount: 1.5 }, 'WIDGET', {}],
  [
    'onUIEvent',
    { eventName: 'LoginPageOpened', eventTime: 'now', mode: 'SANDBOX', account },
    'WIDGET',
    { eventName: 'LoginPageOpened', providerId: 'p1' },
  ],
  ['onUIEvent', {}, 'WIDGET', {}],
  ['onUIEvent', { eventName: 'Your password, Canary' }, 'WIDGET', {}],
];

function callbackOf(type: CallbackName, data: object) {
  return {
    id: 'widget:u1:c-1',
    type,
    createdAt: '2026-11-25T02:00:00.123Z',
    data: { userId: 'u1', ...data },
  };
}

describe('the fact of a callback', () => {
  it('is specified here for every name', () => {
    expect(new Set(SAYS.map(([name]) => name))).toEqual(new Set(CALLBACKS));
  });

  it.each(SAYS)('of %s is a fact of its name: %j on %s', (name, data, sk, value) => {
    const fact = callbackFactOf(parseCallback(callbackOf(name, data)));

    expect(fact).toStrictEqual({
      thing: { pk: 'USER#u1', sk },
      kind: 'occurrence',
      rank: 0,
      section: 'widget',
      name,
      value,
    });
  });

  it.each([
    ...CALLBACKS.map((name) => [name, 'LoginPageOpened'] as const),
    ['onUIEvent', 'Canary of Names'] as const,
  ])('of %s keeps what a person may have said out of every item', (name, eventName) => {
    const CANARY = 'Canary of Names <canary@example.com>';
    const data = {
      accountId: 'a1',
      providerId: CANARY,
      errorCode: CANARY,
      reason: CANARY,
      eventName,
      eventTime: CANARY,
      mode: CANARY,
      account: { accountId: CANARY, providerId: CANARY },
      archive: { fileType: CANARY },
      uploads: [CANARY, { name: CANARY }],
      uploadCount: CANARY,
      loginName: CANARY,
    };

    const item = applyEach([{ ...callbackOf(name, data), receivedAt: '2026-11-25T02:00:01.000Z' }]);

    expect(item?.widget).toHaveProperty(name);
    expect(JSON.stringify(item)).not.toContain('Canary');
  });
});
