import { describe, expect, it } from 'vitest';
import { awaitingKeys } from '../../../lambdas/state/awaiting-webhook.ts';
import type { StateItem } from '../../../lambdas/state/state-item.ts';

const stamp = (asOf = '2026-11-25T02:00:00.123Z') => ({ asOf, rank: 0, eventId: 'e', type: 'T' });
const NOW = Date.parse('2026-11-26T08:00:00.000Z');
const keysOf = (item: StateItem) => awaitingKeys(item, NOW);
const BARE: StateItem = { pk: 'USER#u1', sk: 'ACCOUNT#a1', version: 1 };

/** What the widget may have said, and what the server may have. */
const WIDGET: Partial<StateItem>[] = [
  {},
  { widget: { onAccountCreated: stamp() } },
  { widget: { onAccountError: stamp(), onAccountRemoved: stamp() } },
];
const CONNECTED: Partial<StateItem>[] = [
  { widget: { onAccountConnected: stamp() } },
  { widget: { onAccountConnected: stamp(), onAccountCreated: stamp('2026-11-25T01:00:00.000Z') } },
  { widget: { onAccountConnected: stamp(), onAccountRemoved: stamp('2026-11-25T03:00:00.000Z') } },
];
const SERVER: Partial<StateItem>[] = [
  { status: { ...stamp(), value: 'CREATED' } },
  { tasks: { LINK_ACCOUNT: { ...stamp(), value: 'STARTED' } } },
  { dataPoints: { INCOMES: { ...stamp(), value: 'ADDED' } } },
  { status: { ...stamp(), value: 'CONNECTED' }, endedBy: { ...stamp(), eventId: 'the end' } },
];
const END = { ...stamp('2026-11-25T01:30:00.000Z'), eventId: 'the end' };
const ENDED: Partial<StateItem> = { status: { ...END, value: 'DISCONNECTED' }, endedBy: END };
/** Every combination of them, the empty one first. */
const subsets = Array.from(
  { length: 2 ** SERVER.length },
  (_, bits) =>
    Object.assign({}, ...SERVER.filter((__, n) => bits & (1 << n))) as Partial<StateItem>,
);

describe('an account waits for a webhook', () => {
  it.each(CONNECTED)('when the widget has connected it, since this was told: %j', (widget) => {
    expect(keysOf({ ...BARE, ...widget })).toEqual({
      awaiting: 'WEBHOOK',
      awaitingSince: '2026-11-26T08:00:00.000Z',
    });
  });

  it.each(subsets)('and never when the widget has not connected it: %j', (server) => {
    for (const widget of WIDGET) {
      expect(keysOf({ ...BARE, ...widget, ...server })).toEqual({});
    }
  });

  it.each(subsets.slice(1))('and no more when the server has said anything: %j', (server) => {
    for (const widget of CONNECTED) {
      expect(keysOf({ ...BARE, ...widget, ...server })).toEqual({});
    }
  });

  it.each(CONNECTED)('and never when it is none, of which no webhook can come: %j', (widget) => {
    expect(keysOf({ ...BARE, ...widget, sk: 'WIDGET' })).toEqual({});
  });

  it.each(CONNECTED)('when the widget has connected it anew after its end: %j', (widget) => {
    expect(keysOf({ ...BARE, ...ENDED, ...widget })).toMatchObject({ awaiting: 'WEBHOOK' });
  });

  it('and no more when the server has said anything after the end', () => {
    for (const server of SERVER.slice(0, 3)) {
      expect(keysOf({ ...BARE, ...ENDED, ...CONNECTED[0], ...server })).toEqual({});
    }
  });

  it('and is tried here with every combination of what the server says', () => {
    expect(subsets).toHaveLength(16);
  });
});
