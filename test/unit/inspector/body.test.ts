import { describe, expect, it } from 'vitest';
import { editedEvent } from '../../../inspector/server/edited-event.ts';
import { DOTS, maskedBody } from '../../../inspector/server/mask.ts';
import { EVENT_TYPES } from '../../../lambdas/smile/events.ts';
import { buildEvent } from '../../../testing/builders/build-event.ts';

describe('a masked body', () => {
  it('keeps keys, ids, codes and times, and hides the rest behind dots of one length', () => {
    const body = JSON.stringify({
      id: 'et-1',
      type: 'ACCOUNT_CONNECTED',
      createdAt: '2026-11-30T10:00:00Z',
      data: { userId: 'u-1', login: 'maria', income: 31_000, tags: ['a', 'bb'], verified: true },
    });

    expect(JSON.parse(maskedBody(body) ?? '')).toEqual({
      id: 'et-1',
      type: 'ACCOUNT_CONNECTED',
      createdAt: '2026-11-30T10:00:00Z',
      data: { userId: 'u-1', login: DOTS, income: DOTS, tags: [DOTS, DOTS], verified: DOTS },
    });
  });

  it.for([
    ['a sentence as a reason', { reason: 'Maria asked for it' }, 'Maria'],
    ['an address as an id', { userId: 'maria@example.com' }, 'maria'],
    ['a name as a time', { updatedAt: 'Maria' }, 'Maria'],
    ['a number as a status', { status: 4711 }, '4711'],
  ] as const)('hides %s', ([, data, hidden]) => {
    expect(maskedBody(JSON.stringify({ data }))).not.toContain(hidden);
  });

  it('is not there for what is not JSON: nothing in it can be told apart', () => {
    expect(maskedBody('{"name":"Mar')).toBeUndefined();
  });
});

describe('an edited event', () => {
  it.for(EVENT_TYPES)('%s is taken, with another id and the time of now', (type) => {
    const event = buildEvent(type, { createdAt: '2020-01-01T00:00:00Z' });

    const { id, body } = editedEvent(JSON.stringify(event));
    const sent = JSON.parse(body.toString()) as typeof event;

    expect(sent).toMatchObject({ id, type, data: event.data });
    expect(id).not.toBe(event.id);
    expect(Date.now() - Date.parse(sent.createdAt)).toBeLessThan(10_000);
  });

  it.for([
    ['{"type":', 'not JSON'],
    ['[]', 'object'],
    ['{"data":{}}', 'type'],
    ['{"type":"USER_CREATED","data":{}}', 'data.userId'],
    ['{"type":"USER_CREATED"}', 'data'],
  ] as const)('%s is refused, with the place', ([text, place]) => {
    expect(() => editedEvent(text)).toThrow(place);
  });
});
