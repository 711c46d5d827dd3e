import type { SmileFault, SmileFaultKind } from './smile-fault.ts';

const STATUS_PAGE = 'See status.getsmileapi.com, and try again.';

const BY_KIND: Readonly<Record<SmileFaultKind, string>> = {
  refused:
    "Smile does not accept the API key. Check key and secret, and that both belong to this mode: a sandbox's key does not work in production.",
  'not-found': 'Smile does not know it. Check the id, and that it belongs to this mode.',
  invalid: "Smile does not accept the request. Look its code up in Smile's API reference.",
  'rate-limited': 'Smile answers 20 requests a second per IP address. Call less often.',
  unavailable: `Smile fails or cannot be reached. ${STATUS_PAGE}`,
  unexpected: "Smile's answer was not understood. Compare it with Smile's API reference.",
};

const BY_CODE: Readonly<Record<string, string>> = {
  'not-smile':
    "The answer did not come from Smile's API, but perhaps from a proxy. Check the base URL and what is between here and Smile.",
  timeout: `Smile did not answer in time. ${STATUS_PAGE}`,
  aborted: 'The call was ended before Smile had answered.',
  'own-limit':
    'The time for the call ended before its turn: we send Smile five requests a second. Allow more time, or ask for less.',
};

const FORBIDDEN =
  'Smile does not allow this with the API key. Ask Smile whether your account may do it in this mode.';

const UNSETTLED = 'It may have taken effect all the same: look before you repeat it.';

/** What happened to a call, and what to do about it. */
export function adviceFor({ kind, code, status, isUnsettled }: SmileFault): string {
  const byStatus = status === 403 ? FORBIDDEN : BY_KIND[kind];
  const advice = Object.hasOwn(BY_CODE, code) ? BY_CODE[code] : byStatus;
  return isUnsettled ? `${advice} ${UNSETTLED}` : `${advice}`;
}
