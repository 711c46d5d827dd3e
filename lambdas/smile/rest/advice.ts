import type { SmileFault, SmileFaultKind } from './smile-fault.ts';

const STATUS_PAGE = 'See status.getsmileapi.com, and try again.';

const BY_KIND: Readonly<Record<SmileFaultKind, string>> = {
  refused:
    'Smile does not accept the API key. Check key and secret, and that both belong to this mode: sandbox or production.',
  'not-found': 'Smile does not know it. Check the id, and that it belongs to this mode.',
  invalid: "Smile does not accept the request. Look its code up in Smile's API reference.",
  'rate-limited': 'Smile answers 20 requests a second per IP address. Call less often.',
  unavailable: `Smile fails or cannot be reached. ${STATUS_PAGE}`,
  unexpected: "Smile's answer was not understood. Compare it with Smile's API reference.",
};

const BY_CODE: Readonly<Record<string, string>> = {
  'not-smile':
    'The answer is not from Smile, but perhaps from a proxy. Check the base URL and the way to Smile.',
  timeout: `Smile did not answer in time. ${STATUS_PAGE}`,
  aborted: 'The call was ended before Smile had answered.',
  'own-limit':
    'The time ended before its turn: we send Smile five requests a second. Allow more time, or ask for less.',
};

const FORBIDDEN = 'Smile does not allow this with the API key. Ask Smile what your account may do.';

const UNSETTLED = 'It may have taken effect all the same: look before you repeat it.';

/** What happened to a call, and what to do about it; and by which codes and ids Smile's support knows it. */
export function adviceFor(fault: SmileFault): string {
  const { kind, code, status, requestId, isUnsettled } = fault;
  const byStatus = status === 403 ? FORBIDDEN : BY_KIND[kind];
  const advice = Object.hasOwn(BY_CODE, code) ? BY_CODE[code] : byStatus;
  const known = [status, code, requestId].filter((value) => value !== undefined).join(' ');
  return `${advice}${isUnsettled ? ` ${UNSETTLED}` : ''} (${known})`;
}
