import type { CallbackName, Screen } from '../../lambdas/smile/widget.ts';

/** A callback with an argument in one of the shapes that have been seen in the wild. */
export interface Shape {
  readonly callback: CallbackName;
  /** In what it differs from the others of its callback. */
  readonly label: string;
  readonly args: readonly unknown[];
}

/** What the widget would know. */
export interface ShapeContext {
  readonly userId: string;
  readonly accountId: string;
  readonly providerId: string;
}

/** Smile docs, Account error codes; and one that may come. */
const ERROR_CODES = [
  'ACCOUNT_DISABLED',
  'ACCOUNT_INACCESSIBLE',
  'ACCOUNT_INCOMPLETE',
  'ACCOUNT_LOCKED',
  'AUTH_REQUIRED',
  'EXPIRED_CREDENTIALS',
  'INVALID_ACCOUNT_TYPE',
  'INVALID_AUTH',
  'INVALID_CREDENTIALS',
  'INVALID_MFA',
  'MFA_TIMEOUT',
  'SERVICE_UNAVAILABLE',
  'SYSTEM_ERROR',
  'TOS_REQUIRED',
  'UNSUPPORTED_AUTH_TYPE',
  'UNSUPPORTED_MFA_METHOD',
  'A_CODE_OF_TOMORROW',
];

/** What each screen says of itself (Smile docs, Event Notifications). */
const SCREENS: Readonly<Record<Screen, readonly ('providerId' | 'accountId')[]>> = {
  ConsentPageOpened: [],
  ProviderListPageOpened: [],
  LoginOptionsPageOpened: [],
  LoginPageOpened: ['providerId'],
  MfaPageOpened: ['providerId'],
  ConnectSuccessPageOpened: ['providerId', 'accountId'],
  AccountRevokePageOpened: ['providerId', 'accountId'],
  EmployerSurveyPageOpened: [],
  FileTypeListPageOpened: [],
  FileTypePageOpened: [],
  ArchiveSuccessPageOpened: [],
  RevokeArchivePageOpened: [],
};

/** Every callback in every shape: of Smile's docs, of its samples for phones, and of its first version. */
export function shapesOf(context: ShapeContext): readonly Shape[] {
  return [
    ...accounts('onAccountCreated', context),
    ...accounts('onAccountConnected', context),
    ...accounts('onAccountRemoved', context),
    ...errors(context),
    ...uploads('onUploadsCreated', context),
    ...uploads('onUploadsRemoved', context),
    ...screens(context),
    ...expiries(),
    ...closes(),
  ];
}

/** Makes shapes of one callback. */
function of(callback: CallbackName) {
  return (label: string, ...args: readonly unknown[]): Shape => ({ callback, label, args });
}

function accounts(callback: CallbackName, context: ShapeContext): Shape[] {
  const { accountId } = context;
  const shape = of(callback);
  return [
    shape('an object', context),
    shape('JSON text, as Android’s bridge has it', JSON.stringify(context)),
    shape('nulls', { accountId, providerId: null, userId: null }),
    shape('a member more', { ...context, institution: { name: 'New' } }),
  ];
}

function errors(context: ShapeContext): Shape[] {
  const error = of('onAccountError');
  return [
    ...ERROR_CODES.map((errorCode) => error(errorCode, { ...context, errorCode })),
    error('without a code', context),
    error('nulls', { ...context, accountId: null, errorCode: null }),
    error('nothing'),
  ];
}

function uploads(callback: CallbackName, { userId }: ShapeContext): Shape[] {
  const shape = of(callback);
  const upload = { id: 'up-1', fileType: 'PAYSLIP' };
  return [
    shape('a list', { uploads: [upload, { id: 'up-2' }], userId }),
    shape('an object', { uploads: upload, userId }),
    shape('with userid', { uploads: [upload], userid: userId }),
    shape('the list alone', [upload]),
    shape('null', { uploads: null, userId }),
    shape('nothing'),
  ];
}

function screens(context: ShapeContext): Shape[] {
  const { userId } = context;
  const said = { eventTime: '2026-11-25T02:00:00.000Z', mode: 'SANDBOX', userId };
  const screen = of('onUIEvent');
  const nulls = { mode: null, userId: null, account: null, archive: null };
  return [
    ...Object.entries(SCREENS).map(([eventName, members]) =>
      screen(eventName, { eventName, ...said, account: pick(context, members), archive: {} }),
    ),
    screen('a file type', {
      eventName: 'FileTypePageOpened',
      ...said,
      archive: { fileType: 'PAYSLIP' },
    }),
    screen('nulls, as on Android', {
      eventName: 'ConsentPageOpened',
      ...nulls,
      eventTime: 1_764_036_000_000,
    }),
    screen('a screen of tomorrow', { eventName: 'SelfiePageOpened', ...said, selfie: {} }),
  ];
}

function pick(context: ShapeContext, members: readonly ('providerId' | 'accountId')[]): object {
  return Object.fromEntries(members.map((name) => [name, context[name]]));
}

function expiries(): Shape[] {
  const expiry = of('onTokenExpired');
  return [expiry('nothing'), expiry('updateToken, as in V1', () => undefined)];
}

function closes(): Shape[] {
  const close = of('onClose');
  return [
    close('close', { reason: 'close' }),
    close('exit', { reason: 'exit' }),
    close('error', { reason: 'error' }),
    close('a reason of tomorrow', { reason: 'timeout' }),
    close('the word alone', 'exit'),
    close('null', null),
    close('nothing, as before 2023'),
  ];
}
