import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NOW } from './session/forge.ts';
import { bench, ORIGIN, refusalIn, SESSION } from './bench.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
});

afterEach(() => {
  vi.useRealTimers();
});

describe('a page', () => {
  it.each([
    ['of the customer', { origin: ORIGIN }],
    ['of the customer, by another of the origins', { origin: 'http://localhost:8787' }],
    ['that is none, since it sends no origin', {}],
  ])('may call: %s', async (_, origin) => {
    const { ask } = bench();

    const answer = await ask({ ...SESSION, ...origin });

    expect(answer).toMatchObject({ statusCode: 200, body: '{"userId":"tenant-1"}' });
  });

  it.each([
    'https://evil.example.com',
    'null',
    '',
    'https://app.example.com/',
    'https://APP.example.com',
    'HTTPS://app.example.com',
    'http://app.example.com',
    'https://app.example.com:443',
    'https://app.example.com:8443',
    'https://app.example.com.evil.com',
    'https://evil-app.example.com',
    ' https://app.example.com',
    'https://app.example.com https://evil.example.com',
    'https://app.example.com,https://app.example.com',
    'https://app.example.com, http://localhost:8787',
    'http://localhost:87870',
    '*',
    'undefined',
  ])('may not call from %j, whatever its session', async (origin) => {
    const { ask, calls } = bench();

    const answer = await ask({ ...SESSION, origin });

    expect(refusalIn(answer)).toEqual({
      statusCode: 403,
      code: 'origin-not-allowed',
      message: expect.stringContaining('widget.origins in infra/stages.ts'),
    });
    expect(calls).toEqual([]);
  });

  it('of somebody else is refused before its body is read or the secret is fetched', async () => {
    const { askReading, calls, refusals } = bench();

    const answer = await askReading('no session', { origin: 'https://evil.example.com' });

    expect(refusalIn(answer).code).toBe('origin-not-allowed');
    expect(calls).toEqual([]);
    expect(refusals.map(({ code }) => code)).toEqual(['origin-not-allowed']);
  });

  it('has its request read before its session is judged', async () => {
    const { askReading, calls } = bench();

    await askReading('', { origin: ORIGIN });

    expect(calls).toEqual(['read']);
  });
});
