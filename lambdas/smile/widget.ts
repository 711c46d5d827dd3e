import type { AccountErrorCode } from './constants.ts';

/**
 * What the Wink Widget tells its page. This file is shared with the browser module and must stay free of
 * other code: every byte here goes to every page.
 */

/** The recommended build; Smile changes it in place, without a version or a hash (Smile docs, Account Linking). */
export const WIDGET_SCRIPT_URL = 'https://web.smileapi.io/v2/smile.v2.js';

/** The callbacks that the widget's constructor takes (Smile docs, Event Notifications). */
export const CALLBACKS = [
  'onAccountCreated',
  'onAccountConnected',
  'onAccountRemoved',
  'onAccountError',
  'onTokenExpired',
  'onClose',
  'onUploadsCreated',
  'onUploadsRemoved',
  'onUIEvent',
] as const;
export type CallbackName = (typeof CALLBACKS)[number];

/** Screens that `onUIEvent` names so far; more may come at any time (Smile docs, Event Notifications). */
export const SCREENS = [
  'ConsentPageOpened',
  'ProviderListPageOpened',
  'LoginOptionsPageOpened',
  'LoginPageOpened',
  'MfaPageOpened',
  'ConnectSuccessPageOpened',
  'AccountRevokePageOpened',
  'EmployerSurveyPageOpened',
  'FileTypeListPageOpened',
  'FileTypePageOpened',
  'ArchiveSuccessPageOpened',
  'RevokeArchivePageOpened',
] as const;
export type Screen = (typeof SCREENS)[number];

/**
 * How the widget was closed: by its cross, by Done after a success, on an error page (Smile docs, Event
 * Notifications). Another word that Smile adds keeps its name; what is not a word counts as `close`.
 */
export const CLOSE_REASONS = ['close', 'exit', 'error'] as const;
export type CloseReason = (typeof CLOSE_REASONS)[number];

/** `onAccountError` uses the codes of ACCOUNT_FAILED (Smile docs, Event Notifications). */
export type WidgetErrorCode = AccountErrorCode;
