import { describe, expect, it } from 'vitest';
import type { Webhook } from '../../../lambdas/smile/rest/webhooks.ts';
import { nextStep, type Observed } from '../../../operations/rotate/rotation.ts';

const NOW = Date.parse('2026-01-02T03:00:00Z');
const CHANGED_AT = Date.parse('2026-01-02T02:00:00Z');
const webhook = (over: Partial<Webhook>): Webhook => ({
  id: 'id',
  url: 'https://example.com/prod/webhooks',
  eventTypes: ['ALL_EVENTS'],
  active: true,
  name: undefined,
  createdAt: '2026-01-01T00:00:00Z',
  updatedAt: undefined,
  includePayload: undefined,
  secret: undefined,
  ...over,
});
const OLD = webhook({ id: 'old', secret: 'one' });
const NEW = webhook({ id: 'new', secret: 'two' });
const BOTH = { current: 'two', previous: 'one' };
const seen = (secret: Observed['secret'], ...webhooks: readonly Webhook[]) =>
  nextStep({ secret, versionId: 'v', changedAt: CHANGED_AT, begunAt: CHANGED_AT, webhooks }, NOW);

describe('the next step of a rotation', () => {
  it.each([
    ['nothing is registered', seen({ current: 'one' }), { name: 'not-set-up' }],
    ['there is one secret', seen({ current: 'one' }, OLD), { name: 'begin' }],
    ['Smile signs with the old one', seen(BOTH, OLD), { name: 'register' }],
    ['Smile signs with both', seen(BOTH, OLD, NEW), { name: 'retire', old: [OLD], kept: NEW }],
    [
      'the new one was registered twice',
      seen(BOTH, NEW, { ...NEW, id: 'twin' }),
      { name: 'retire', old: [{ ...NEW, id: 'twin' }], kept: NEW },
    ],
    ['Smile signs with the new one', seen(BOTH, NEW), { name: 'end' }],
    [
      'the old one ends soon',
      seen({ ...BOTH, previousUntil: NOW + 1 }, NEW),
      { name: 'done', until: NOW + 1 },
    ],
    ['the old one has ended', seen({ ...BOTH, previousUntil: NOW - 1 }, NEW), { name: 'tidy' }],
  ])('when %s', (_, step, expected) => {
    expect(step).toEqual(expected);
  });

  it('goes by the times where Smile does not show the secrets', () => {
    const hidden = webhook({ id: 'hidden-old' });
    const later = webhook({ id: 'hidden-new', createdAt: '2026-01-02T02:30:00Z' });

    expect(seen(BOTH, hidden)).toEqual({ name: 'register' });
    expect(seen(BOTH, hidden, later)).toEqual({ name: 'retire', old: [hidden], kept: later });
    expect(seen({ ...BOTH, previousUntil: NOW + 1 }, later).name).toBe('done');
  });
});
