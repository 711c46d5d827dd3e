import {
  type CallbackName,
  type CloseReason,
  type Screen,
  type WidgetErrorCode,
} from '../lambdas/smile/widget.ts';

/** A value that Smile has published, or one that it has added since. */
type Open<T extends string> = T | (string & {});

/**
 * An account as the widget names it. Smile sends all three; undefined is what could not be read.
 */
export interface AccountArgument {
  readonly accountId: string | undefined;
  readonly providerId: string | undefined;
  readonly userId: string | undefined;
}

export interface AccountErrorArgument extends AccountArgument {
  readonly errorCode: Open<WidgetErrorCode> | undefined;
}

export interface CloseArgument {
  readonly reason: Open<CloseReason>;
}

/** Smile does not document what is in an upload. */
export interface UploadsArgument {
  readonly uploads: readonly unknown[];
  readonly userId: string | undefined;
}

export interface UIEventArgument {
  readonly eventName: Open<Screen> | undefined;
  /** In a form that Smile does not document. */
  readonly eventTime: string | undefined;
  readonly mode: Open<'SANDBOX' | 'PRODUCTION'> | undefined;
  readonly userId: string | undefined;
  readonly account: Pick<AccountArgument, 'accountId' | 'providerId'> | undefined;
  readonly archive: { readonly fileType: string | undefined } | undefined;
}

/** What a page's handlers get. `onTokenExpired` gets nothing: V1 passes a token that is of no use. */
export interface CallbackArguments {
  onAccountCreated: AccountArgument;
  onAccountConnected: AccountArgument;
  onAccountRemoved: AccountArgument;
  onAccountError: AccountErrorArgument;
  onTokenExpired: undefined;
  onClose: CloseArgument;
  onUploadsCreated: UploadsArgument;
  onUploadsRemoved: UploadsArgument;
  onUIEvent: UIEventArgument;
}

/**
 * Evens out what the widget passes: an object, its JSON text (as Android's bridge gives it), a word, null
 * or nothing. Never throws, whatever it is given.
 */
export function evenOut<N extends CallbackName>(name: N, raw: unknown): CallbackArguments[N] {
  try {
    return readers[name](typeof raw === 'string' && raw[0] === '{' ? JSON.parse(raw) : raw);
  } catch {
    return readers[name](undefined);
  }
}

const account = (raw: unknown): AccountArgument => ({
  ...texts(raw, 'accountId', 'providerId'),
  ...user(raw),
});

const uploads = (raw: unknown): UploadsArgument => {
  const found = Array.isArray(raw) ? raw : member(raw, 'uploads');
  return {
    uploads: Array.isArray(found) ? found : isObject(found) ? [found] : [],
    ...user(raw),
  };
};

const readers: { readonly [N in CallbackName]: (raw: unknown) => CallbackArguments[N] } = {
  onAccountCreated: account,
  onAccountConnected: account,
  onAccountRemoved: account,
  onAccountError: (raw) => ({ ...account(raw), ...texts(raw, 'errorCode') }),
  onTokenExpired: () => undefined,
  onClose: (raw) => {
    const said = typeof raw === 'string' ? raw : member(raw, 'reason');
    // A reason that Smile adds keeps its word.
    return { reason: typeof said === 'string' && /^[\w.:-]{1,64}$/.test(said) ? said : 'close' };
  },
  onUploadsCreated: uploads,
  onUploadsRemoved: uploads,
  onUIEvent: (raw) => ({
    ...texts(raw, 'eventName', 'eventTime', 'mode'),
    ...user(raw),
    account: part(member(raw, 'account'), 'accountId', 'providerId'),
    archive: part(member(raw, 'archive'), 'fileType'),
  }),
};

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function member(of: unknown, name: string): unknown {
  return isObject(of) ? of[name] : undefined;
}

/** No id or name is this long; what is would fill the relay. */
const MAX_TEXT = 1000;

/** The members of these names that are words. */
function texts<N extends string>(of: unknown, ...names: readonly N[]) {
  return Object.fromEntries(
    names.map((name) => {
      const value = member(of, name);
      const isWord = typeof value === 'string' && value && value.length <= MAX_TEXT;
      return [name, isWord ? value : undefined];
    }),
  ) as Record<N, string | undefined>;
}

/** The same of what may not be there. */
function part<N extends string>(of: unknown, ...names: readonly N[]) {
  return isObject(of) ? texts(of, ...names) : undefined;
}

/** The uploads' guide spells it `userid` (Smile docs, Archives). */
function user(raw: unknown) {
  const { userId, userid } = texts(raw, 'userId', 'userid');
  return { userId: userId ?? userid };
}
