import { constants } from 'node:os';

/*
 * Whether a text names an error, or somebody. Libraries and handlers put what they like into `name` and `code`:
 * a login such as `juan.cruz` there would reach the log and the ledger. A name or a code passes if it has the
 * form of one and says, in one of its words, that something went wrong. A login, an e-mail address, a phone
 * number or the name of a person does neither.
 */

/** `TypeError`, `ThrottlingException`, `$ZodError`. */
const CLASS = /^[$_]{0,2}[A-Z][A-Za-z0-9_$]{0,63}$/;

/** `ERR_INVALID_URL`, `ThrottlingException`, `attempts-exhausted`, `http-503`. */
const CODE = /^[A-Za-z][A-Za-z0-9]*(?:[_-][A-Za-z0-9]+)*$/;

/** `AWS.SimpleQueueService.NonExistentQueue`. Other codes have no dots: logins have. */
const OF_SQS = /^AWS(?:\.[A-Z][A-Za-z0-9]*)+$/;

/** `E_PARTNER`: many name their own codes like this. */
const OWN_CODE = /^E_[A-Z0-9]/;

const MAX_LENGTH = 64;

/** So many digits in a row may be a phone number. */
const NUMBER = /\d{4}/;

/** What may go wrong, in the words of Node, AWS, Smile, and of us. */
const WORDS = new Set(
  `error err er exception fault failure failed fail refused refusal rejected denied declined forbidden allowed
  unauthorized unavailable unreachable unreadable unknown unexpected unsupported unable invalid illegal malformed
  missing misused lost gone stale broken corrupt bad wrong not no non cannot without too over exceeded exhausted
  limit limited throttled throttling locked conflict contended duplicate dup exists already mismatch progress
  problem deleted future expired timeout timed deadline passed aborted canceled cancelled closed reset
  disconnected disabled blocked violation down outage retry again required insufficient incomplete empty
  crashed dead permanent schema http cert tls ssl`.split(/\s+/),
);

/** Codes that are known as a whole: the system's, the resolver's, and Smile's two of success. */
const KNOWN = new Set([
  ...Object.keys(constants.errno),
  'EAI_AGAIN',
  'EAI_FAIL',
  'ENODATA',
  'ENOTFOUND',
  'EREFUSED',
  'ESERVFAIL',
  'ETIMEOUT',
  'OK',
  'CREATED',
]);

/** Class names and codes are joined by a colon where one tells of another: `TimeoutError:ETIMEDOUT`. */
const MAX_PARTS = 2;

export function isErrorClass(text: string): boolean {
  return CLASS.test(text) && saysWhat(text);
}

export function isErrorCode(text: string): boolean {
  const parts = text.split(':');
  return parts.length <= MAX_PARTS && parts.every(isOneCode);
}

function isOneCode(text: string): boolean {
  if (KNOWN.has(text)) return true;
  const hasForm = CODE.test(text) || OF_SQS.test(text) || CLASS.test(text);
  return hasForm && text.length <= MAX_LENGTH && saysWhat(text);
}

function saysWhat(text: string): boolean {
  if (NUMBER.test(text)) return false;
  return OWN_CODE.test(text) || wordsIn(text).some((word) => WORDS.has(word));
}

/** `ProvisionedThroughputExceeded` and `ERR_OUT_OF_RANGE` as words in lower case. */
function wordsIn(text: string): string[] {
  return (text.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g) ?? []).map((word) => word.toLowerCase());
}
