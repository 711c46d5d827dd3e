import * as fc from 'fast-check';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { isErrorClass, isErrorCode } from '../../../lambdas/telemetry/error-names.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const sourcesOf = (folder: string) =>
  readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter(({ name }) => name.endsWith('.ts'))
    .map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'utf8'));
const found = (sources: readonly string[], form: RegExp) => [
  ...new Set(
    sources.flatMap((source) => Array.from(source.matchAll(form), ([, name]) => name ?? '')),
  ),
];

const OURS = [...sourcesOf('lambdas'), ...sourcesOf('infra/bundle')];

/** The errors that the SDK's clients know by name. */
const OF_AWS = ['dynamodb', 'sqs', 'eventbridge', 'secrets-manager'].flatMap((client) =>
  found(
    [
      readFileSync(
        join(ROOT, `node_modules/@aws-sdk/client-${client}/dist-es/models/errors.js`),
        'utf8',
      ),
    ],
    /export class (\w+)/g,
  ),
);

/** Other names and codes that AWS, Node and Smile are known to give. */
const KNOWN_CLASSES = [
  'Error',
  'TypeError',
  'AggregateError',
  'DOMException',
  'AbortError',
  'TimeoutError',
  'ZodError',
  '$ZodError',
  'CredentialsProviderError',
  'ThrottlingException',
  'AccessDeniedException',
  'ValidationException',
  'ProvisionedThroughputExceededException',
  'RequestThrottled',
  'KmsThrottled',
  'QueueDoesNotExist',
  'InvalidSignatureException',
  'UnrecognizedClientException',
  'SlowDown',
  'ServiceUnavailable',
  'InternalFailure',
  'NotAnError',
  'WorkerCrashed',
  'Unreadable',
];
const KNOWN_CODES = [
  'ERR_INVALID_URL',
  'ERR_STREAM_PREMATURE_CLOSE',
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EPIPE',
  'EPROTO',
  'EMFILE',
  'E2BIG',
  'ENOTFOUND',
  'EAI_AGAIN',
  'HPE_INVALID_CONSTANT',
  'UND_ERR_SOCKET',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'http-503',
  'ThrottlingException',
  'AWS.SimpleQueueService.NonExistentQueue',
  'AccessDenied',
  'EntityTooLarge',
  'KeyTooLongError',
  'RequestTimeTooSkewed',
  'NoSuchBucket',
  'InternalError',
  'attempts-exhausted',
  'TimeoutError:ETIMEDOUT',
  'S3RequestFailed:http-503',
  'S3RequestFailed:AccessDenied',
  'E_PARTNER',
  'INVALID_CREDENTIALS',
  'INVALID_PARAMETERS',
  'INVALID_TOKEN',
  'UNAUTHORIZED_ACCESS',
  'MISSING_RESOURCE',
  'REQUEST_LIMIT_EXCEEDED',
  'SERVER_ERROR',
  'UNSUPPORTED_METHOD',
  'SERVER_UNAVAILABLE',
  'TIME_LIMIT_EXCEEDED',
  'UNSUPPORTED_TYPE',
  'card_declined',
  'rateLimitExceeded',
];

/** What people are called by, and call themselves. */
const FIRST = ['juan', 'maria', 'josé', 'li', 'anna-maria', 'o_connor', 'Canary', 'DeLaCruz'];
const LAST = ['cruz', 'canarylogin', 'dela cruz', 'Wong', 'smith', 'señal', 'Santos'];
const part = fc.constantFrom(...FIRST, ...LAST);
const personal = fc.oneof(
  fc
    .tuple(
      part,
      fc.constantFrom('', '.', '_', '-', ' ', ':', '$'),
      part,
      fc.constantFrom('', '7', '1987'),
    )
    .chain(([first, sign, last, year]) => {
      const name = `${first}${sign}${last}${year}`;
      const capital = name.replace(/(?:^|[._ -])[a-z]/g, (start) => start.toUpperCase());
      return fc.constantFrom(name, capital, capital.replaceAll(/[._ -]/g, ''), name.toUpperCase());
    }),
  fc.emailAddress(),
  fc
    .tuple(fc.constantFrom('+', '', 'T', 'ERR_', 'error-'), fc.integer({ min: 1e8, max: 1e12 }))
    .map((p) => p.join('')),
);

describe('the name of an error', () => {
  it('passes for every class of ours and of the SDK', () => {
    const ours = found(OURS, /override readonly name = '(\w+)'/g);

    expect(ours.length).toBeGreaterThan(15);
    expect(OF_AWS.length).toBeGreaterThan(80);
    expect([...ours, ...OF_AWS, ...KNOWN_CLASSES].filter((name) => !isErrorClass(name))).toEqual(
      [],
    );
  });

  it.each([
    '',
    'error',
    'juan.canarylogin',
    'Juan',
    'JuanDelaCruz',
    'Type.Error',
    'Type Error',
    'TypeError\n',
    `${'X'.repeat(64)}Error`,
  ])('does not pass: %j', (name) => {
    expect(isErrorClass(name)).toBe(false);
  });
});

describe('the code of an error', () => {
  it('passes for every code of ours, of the SDK, of Node and of Smile', () => {
    const ours = found(OURS, /\bcode(?::| =) '([a-z][\w-]+)'/g);

    expect(ours.length).toBeGreaterThan(15);
    expect([...ours, ...OF_AWS, ...KNOWN_CODES].filter((code) => !isErrorCode(code))).toEqual([]);
  });

  it.each([
    '',
    'juan.canarylogin',
    'juan.failed',
    'Juan.Failed',
    'JUAN',
    'ELENA',
    'juan-error:juan',
    'a:b:c',
    'ERR_FAILED\n',
    'ERR FAILED',
    'juan@example.com',
    'error@example.com',
    'error-09171234567',
    `${'x'.repeat(64)}-failed`,
    '23505',
  ])('does not pass: %j', (code) => {
    expect(isErrorCode(code)).toBe(false);
  });
});

describe('what a person is called by', () => {
  it('is neither the name of an error nor a code', () => {
    fc.assert(
      fc.property(personal, (text) => {
        expect(isErrorClass(text)).toBe(false);
        expect(isErrorCode(text)).toBe(false);
      }),
      { numRuns: 5000 },
    );
  });
});
