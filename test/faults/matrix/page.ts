import type { Item } from '../model.ts';

const AT = '2026-11-24T08:00:0';
const data = { accountId: 'a', providerId: 'p' };

/** What the page of every callbacks' cell relays. */
export const CALLBACKS = [
  { id: 'c1', name: 'onAccountCreated', at: `${AT}1.000Z`, data },
  { id: 'c2', name: 'onAccountConnected', at: `${AT}2.000Z`, data },
  { id: 'c3', name: 'onClose', at: `${AT}3.000Z`, data: { reason: 'close' } },
] as const;

/** Keys of the callbacks' rows. */
export function keysOf(user: string): string[] {
  return CALLBACKS.map(({ id }) => `widget:${user}:${id}`);
}

/** What the three callbacks say (docs/architecture.md, State): each name its latest, on its thing. */
export function itemsOf(user: string): Item[] {
  const pk = `USER#${user}`;
  const said = (id: string, second: number, value: object) => ({
    ...value,
    asOf: `${AT}${second}.000Z`,
    rank: 0,
    eventId: `widget:${user}:${id}`,
  });
  return [
    {
      pk,
      sk: 'ACCOUNT#a',
      widget: {
        onAccountCreated: said('c1', 1, { providerId: 'p' }),
        onAccountConnected: said('c2', 2, { providerId: 'p' }),
      },
      awaiting: 'WEBHOOK',
      awaitingSince: `${AT}2.000Z`,
    },
    { pk, sk: 'WIDGET', widget: { onClose: said('c3', 3, { reason: 'close' }) } },
  ];
}
