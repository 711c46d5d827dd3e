import type { Item } from '../model.ts';

/** A callback must not be older than two days; this page was offline for one hour. */
const startedAt = Date.now() - 60 * 60 * 1000;
const at = (second: number) => new Date(startedAt + second * 1000).toISOString();

const data = { accountId: 'a', providerId: 'p' };

/** What the page of every callbacks' cell relays. */
export const CALLBACKS = [
  { id: 'c1', name: 'onAccountCreated', at: at(1), data },
  { id: 'c2', name: 'onAccountConnected', at: at(2), data },
  { id: 'c3', name: 'onClose', at: at(3), data: { reason: 'close' } },
] as const;

/** Keys of the callbacks' rows. */
export function keysOf(user: string): string[] {
  return CALLBACKS.map(({ id }) => `widget:${user}:${id}`);
}

/** The events that the callbacks become (docs/architecture.md, The widget). */
export function eventsOf(user: string): object[] {
  return CALLBACKS.map(({ id, name, at: createdAt, data: said }) => {
    const ofUser = { ...said, userId: user };
    return { id: `widget:${user}:${id}`, version: 1, type: name, createdAt, data: ofUser };
  });
}

/**
 * What the three callbacks say (docs/architecture.md, State): each name its latest, on its thing. Since when
 * the account waits for its webhook depends on when it was written.
 */
export function itemsOf(user: string): Item[] {
  const pk = `USER#${user}`;
  const said = (id: string, second: number, type: string, value: object) => ({
    ...value,
    asOf: at(second),
    rank: 0,
    eventId: `widget:${user}:${id}`,
    type,
  });
  return [
    {
      pk,
      sk: 'ACCOUNT#a',
      widget: {
        onAccountCreated: said('c1', 1, 'onAccountCreated', { providerId: 'p' }),
        onAccountConnected: said('c2', 2, 'onAccountConnected', { providerId: 'p' }),
      },
      awaiting: 'WEBHOOK',
    },
    { pk, sk: 'WIDGET', widget: { onClose: said('c3', 3, 'onClose', { reason: 'close' }) } },
  ];
}
