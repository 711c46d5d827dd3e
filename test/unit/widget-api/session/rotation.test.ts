import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { verifySession } from '../../../../lambdas/widget-api/session/verify-session.ts';
import { forge, NOW, NOW_SECONDS, SECRET } from './forge.ts';

const OTHER = 'another secret, as long as a secret has to be';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
});

afterEach(() => {
  vi.useRealTimers();
});

describe('what is wrong with a session', () => {
  it.each([
    ['has ended', { exp: NOW_SECONDS - 60 }, 'expired'],
    ['is of another stage', { aud: 'production' }, 'invalid'],
  ])('is told by the secret that has signed it, current or previous: it %s', async (...row) => {
    const [, claims, fault] = row;
    const token = forge({ claims });

    const checks = [
      await verifySession(token, 'sandbox', [SECRET, OTHER]),
      await verifySession(token, 'sandbox', [OTHER, SECRET]),
    ];

    expect(checks).toEqual([{ fault }, { fault }]);
  });
});
