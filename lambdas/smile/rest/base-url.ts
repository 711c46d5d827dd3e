/** Smile's modes: each has a host and keys of its own (Smile OpenAPI 1.14.0, servers; Smile docs, API). */
export const SMILE_BASE_URLS = {
  sandbox: 'https://sandbox.smileapi.io/v1',
  production: 'https://open.smileapi.io/v1',
} as const;
export type SmileMode = keyof typeof SMILE_BASE_URLS;

export function isSmileMode(text: string): text is SmileMode {
  return Object.hasOwn(SMILE_BASE_URLS, text);
}

/** Smile's API is not to be called at this address. */
export class SmileUrlRefused extends Error {
  override readonly name = 'SmileUrlRefused';
  readonly code = 'smile-url-refused';
  constructor() {
    super(
      "Give Smile's base URL with https:, without user, query or fragment: over http: the API key would " +
        'travel in the open. Only 127.0.0.1 and localhost may have http:.',
    );
  }
}

const THIS_MACHINE = new Set(['127.0.0.1', 'localhost']);

/** The address that all paths of the API hang on; throws {@link SmileUrlRefused}. */
export function checkBaseUrl(text: string): URL {
  const url = URL.parse(text);
  if (!url || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new SmileUrlRefused();
  }
  const isSafe =
    url.protocol === 'https:' || (url.protocol === 'http:' && THIS_MACHINE.has(url.hostname));
  if (!isSafe) throw new SmileUrlRefused();
  return url;
}
