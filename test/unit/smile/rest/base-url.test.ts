import { describe, expect, it } from 'vitest';
import {
  checkBaseUrl,
  isSmileMode,
  SMILE_BASE_URLS,
} from '../../../../lambdas/smile/rest/base-url.ts';

describe("Smile's addresses", () => {
  it('are those of its two modes', () => {
    expect(SMILE_BASE_URLS).toEqual({
      sandbox: 'https://sandbox.smileapi.io/v1',
      production: 'https://open.smileapi.io/v1',
    });
    expect(['sandbox', 'production', 'SANDBOX', 'toString'].map(isSmileMode)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it.each([...Object.values(SMILE_BASE_URLS), 'http://127.0.0.1:8080/v1', 'http://localhost/v1'])(
    'may be %s',
    (url) => {
      expect(checkBaseUrl(url).href).toBe(url);
    },
  );

  it.each([
    'http://sandbox.smileapi.io/v1',
    'http://127.0.0.1.example.com/v1',
    'http://localhost.example.com/v1',
    'http://127.0.0.2/v1',
    'ftp://127.0.0.1/v1',
    'https://key:secret@sandbox.smileapi.io/v1',
    'https://sandbox.smileapi.io/v1?userId=u-1',
    'https://sandbox.smileapi.io/v1#tokens',
    'sandbox.smileapi.io/v1',
    '',
  ])('may not be %s', (url) => {
    expect(() => checkBaseUrl(url)).toThrow(
      expect.objectContaining({ name: 'SmileUrlRefused', code: 'smile-url-refused' }),
    );
  });

  it('are not repeated in the error, as they can hold a password', () => {
    expect(() => checkBaseUrl('https://key:hunter2@sandbox.smileapi.io')).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('hunter2') }),
    );
  });
});
