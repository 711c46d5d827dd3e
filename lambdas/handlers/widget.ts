import type { CallbackHandler } from '../dispatch/handler.ts';

/*
 * What the widget told the page, relayed by the browser module. Hints: a browser's user can make them up,
 * and a page can be closed before it sends them. Show progress by them, remind, measure; act on money,
 * consent and data only by what Smile's server says in the other files here.
 *
 * Announcements of callbacks have the source `smile.widget`, so that no rule for events sees them.
 */

/** Linking began in the widget. */
export const onAccountCreated: CallbackHandler<'onAccountCreated'> = async (
  _callback,
  { announce },
) => {
  await announce();
};

/** The success screen was shown; ACCOUNT_CONNECTED or TASK_FINISHED should follow from the server. */
export const onAccountConnected: CallbackHandler<'onAccountConnected'> = async (
  _callback,
  { announce },
) => {
  await announce();
};

/** The user removed the account in the widget; ACCOUNT_DISCONNECTED is what counts. */
export const onAccountRemoved: CallbackHandler<'onAccountRemoved'> = async (
  _callback,
  { announce },
) => {
  await announce();
};

/** Linking failed; `data.errorCode` says why. */
export const onAccountError: CallbackHandler<'onAccountError'> = async (
  _callback,
  { announce },
) => {
  await announce();
};

/** The link token ended while the widget was open; the browser module has fetched a new one. */
export const onTokenExpired: CallbackHandler<'onTokenExpired'> = async (
  _callback,
  { announce },
) => {
  await announce();
};

/** The widget was closed; `data.reason` says how. */
export const onClose: CallbackHandler<'onClose'> = async (_callback, { announce }) => {
  await announce();
};

/** Files were uploaded in the widget. */
export const onUploadsCreated: CallbackHandler<'onUploadsCreated'> = async (
  _callback,
  { announce },
) => {
  await announce();
};

/** Files were removed in the widget. */
export const onUploadsRemoved: CallbackHandler<'onUploadsRemoved'> = async (
  _callback,
  { announce },
) => {
  await announce();
};

/** A screen was shown: a dozen for each linking, so they are not announced. They are in the ledger. */
export const onUIEvent: CallbackHandler<'onUIEvent'> = async () => {};
