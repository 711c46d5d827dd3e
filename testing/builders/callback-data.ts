import type { CallbackData } from '../../lambdas/smile/callbacks.ts';
import type { CallbackName } from '../../lambdas/smile/widget.ts';
import { PROVIDER } from './account.ts';
import { newId, newUserId } from './ids.ts';

function user() {
  return { userId: newUserId() };
}

function account() {
  return { ...user(), accountId: newId('a'), providerId: PROVIDER };
}

function uploads() {
  return { ...user(), uploads: [{ id: newId('archive') }], uploadCount: 1 };
}

/** One function per callback, each returning fresh `data` as the browser module relays it. */
export const callbackDataBuilders: { readonly [N in CallbackName]: () => CallbackData<N> } = {
  onAccountCreated: account,
  onAccountConnected: account,
  onAccountRemoved: account,
  onAccountError: () => ({ ...account(), errorCode: 'INVALID_CREDENTIALS' }),
  onTokenExpired: user,
  onClose: () => ({ ...user(), reason: 'exit' }),
  onUploadsCreated: uploads,
  onUploadsRemoved: uploads,
  onUIEvent: () => ({ ...user(), eventName: 'LoginPageOpened', account: { providerId: PROVIDER } }),
};
