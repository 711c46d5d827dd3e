import { describe, expect, it } from 'vitest';
import { buildEvent, type EventOverrides } from '../../../testing/builders/build-event.ts';
import { DATA_POINTS, INSIGHT_MISSING, PAYLOAD_KEYS } from '../../../lambdas/smile/constants.ts';
import { isRecord } from '../../../lambdas/smile/envelope.ts';
import { EVENT_TYPES, eventSchemas } from '../../../lambdas/smile/events.ts';
import { parsed, pathsOf, receive } from './wire.ts';

/** Every field that a schema declares, as `payload.incomes.items.id`. */
function declaredIn(schema: unknown, path = ''): string[] {
  const def = isRecord(schema) && isRecord(schema.def) ? schema.def : {};
  const inner = [def.innerType, def.element, def.in, def.out].flatMap((part) =>
    isRecord(part) ? declaredIn(part, path) : [],
  );
  const fields = isRecord(def.shape) ? Object.entries(def.shape) : [];
  const below = fields.flatMap(([name, field]) => [
    `${path}${name}`,
    declaredIn(field, `${path}${name}.`),
  ]);
  return [...inner, ...below.flat()];
}

function shownIn(data: object): Set<string> {
  return new Set(pathsOf(data).map((path) => path.filter((s) => typeof s === 'string').join('.')));
}

function idsIn(event: object): string[] {
  return [...JSON.stringify(event).matchAll(/[a-z]+-[0-9a-f]{32}/g)].map(([id]) => id);
}

describe('a built event', () => {
  it.each(EVENT_TYPES)('of type %s shows every field that its schema declares', (type) => {
    const declared = declaredIn(eventSchemas[type]);

    const shown = shownIn(buildEvent(type).data);

    expect(declared.length).toBeGreaterThan(0);
    expect(declared.filter((field) => !shown.has(field))).toEqual([]);
  });

  it.each(EVENT_TYPES)('of type %s is plain JSON and can be received', (type) => {
    const event = buildEvent(type);

    expect(JSON.parse(JSON.stringify(event))).toEqual(event);
    expect(receive(event)).toEqual(event);
  });

  it.each(EVENT_TYPES)('of type %s has ids of its own', (type) => {
    const one = idsIn(buildEvent(type));
    const other = idsIn(buildEvent(type));

    expect(one.length).toBeGreaterThan(1);
    expect(one.filter((id) => other.includes(id))).toEqual([]);
  });

  it('has an envelope as Smile writes it', () => {
    const before = Math.floor(Date.now() / 1000) * 1000;

    const event = buildEvent('ACCOUNT_CREATED');

    expect(event.id).toMatch(/^et-[0-9a-f]{32}$/);
    expect(event.version).toBe(1);
    expect(event.type).toBe('ACCOUNT_CREATED');
    expect(event.createdAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(Date.parse(event.createdAt)).toBeGreaterThanOrEqual(before);
    expect(Date.parse(event.createdAt)).toBeLessThanOrEqual(Date.now());
  });

  it.each([
    ['userId', buildEvent('ACCOUNT_CREATED').data.userId, /^[a-z0-9]+-[0-9a-f]{32}$/],
    ['accountId', buildEvent('ACCOUNT_CREATED').data.accountId, /^a-[0-9a-f]{32}$/],
    ['sourceId', buildEvent('TASK_STARTED').data.sourceId, /^a-[0-9a-f]{32}$/],
    ['archiveId', buildEvent('ARCHIVE_STARTED').data.archiveId, /^archive-[0-9a-f]{32}$/],
    ['inviteId', buildEvent('INVITE_LINKED').data.inviteId, /^iv-[0-9a-f]{32}$/],
    ['identityId', buildEvent('IDENTITY_ADDED').data.identityId, /^i-[0-9a-f]{32}$/],
    ['ratingId', buildEvent('RATING_ADDED').data.ratingId, /^r-[0-9a-f]{32}$/],
    ['insight id', buildEvent('INSIGHT_ADDED').data.id, /^insight-[0-9a-f]{32}$/],
    ['link id', buildEvent('LINK_ADDED').data.id, /^link-[0-9a-f]{32}$/],
    [
      'verificationId',
      buildEvent('VERIFICATION_STARTED').data.verificationId,
      /^ver-[0-9a-f]{32}$/,
    ],
    ['recordId', buildEvent('RECORD_CREATED').data.recordId, /^ss-[0-9a-f]{32}$/],
  ])('forms its %s as Smile does', (_, id, form) => {
    expect(id).toMatch(form);
  });

  it('names one user wherever it names a user', () => {
    const created = buildEvent('USER_CREATED').data;
    const completed = buildEvent('USER_SESSION_COMPLETED').data;

    expect(created.session.userId).toBe(created.userId);
    expect(completed.payload.metadata.userId).toBe(completed.session.userId);
  });

  it('holds content for each data point that it names', () => {
    const { datapoints, payload } = parsed('TASK_FINISHED').data;

    const without = DATA_POINTS.filter((point) => payload?.[PAYLOAD_KEYS[point]] === undefined);

    expect(datapoints).toEqual([...DATA_POINTS]);
    expect(without).toEqual([]);
  });

  it('finds each data point under its key, which is the same word but for four', () => {
    const same = DATA_POINTS.map((point) => [point, point.toLowerCase()]);

    expect(PAYLOAD_KEYS).toEqual({
      ...Object.fromEntries(same),
      IDENTITIES: 'identity',
      RATINGS: 'rating',
      LINK: 'links',
      INSIGHTS: 'insight',
    });
  });

  it('holds an insight of 84 features, with the sign for a missing one', () => {
    const { features } = buildEvent('TASK_FINISHED').data.payload.insight;

    expect(Object.keys(features)).toHaveLength(84);
    expect(features.link_day30_count).toBe(INSIGHT_MISSING);
    expect(features.employments_current_status).toBe('Regular');
  });
});

describe('overrides', () => {
  it('replace the fields of the envelope and add others', () => {
    const event = buildEvent('USER_CREATED', {
      id: 'et-1',
      createdAt: '2026-01-01T00:00:00Z',
      version: 2,
      extra: { any: true },
    });

    expect(event).toMatchObject({
      id: 'et-1',
      createdAt: '2026-01-01T00:00:00Z',
      version: 2,
      extra: { any: true },
    });
  });

  it('are merged into data at any depth, beside what is there', () => {
    const { data } = buildEvent('TASK_FINISHED', {
      data: { userId: 'u-1', payload: { identity: { firstName: 'Other' } } },
    });

    expect(data.userId).toBe('u-1');
    expect(data.payload.identity.firstName).toBe('Other');
    expect(data.payload.identity.lastName).toBe('Applicant');
    expect(data.payload.incomes.items).toHaveLength(3);
  });

  it('replace lists, set nulls and remove what is undefined', () => {
    const { data } = buildEvent('TASK_FINISHED', {
      data: { providers: ['one'], payload: null, status: undefined },
    });

    expect(data.providers).toEqual(['one']);
    expect(data.payload).toBeNull();
    expect(Object.keys(data)).not.toContain('status');
  });

  it('may replace a field by an object where there was none', () => {
    const event = buildEvent('USER_CREATED', { data: { userId: { nested: 1 } } });

    expect(event.data.userId).toEqual({ nested: 1 });
  });

  it('do not reach the next event', () => {
    const overrides = { data: { session: { channel: 'Default' } } };

    buildEvent('USER_CREATED', overrides);

    expect(buildEvent('USER_CREATED').data.session.channel).toBe('WinkSite');
    expect(overrides).toEqual({ data: { session: { channel: 'Default' } } });
  });

  it('keep a key named __proto__ a key', () => {
    const overrides: EventOverrides<'USER_CREATED'> = JSON.parse(
      '{"data":{"__proto__":{"polluted":1}}}',
    );

    const { data } = buildEvent('USER_CREATED', overrides);

    expect(Object.getPrototypeOf(data)).toBe(Object.prototype);
    expect(JSON.stringify(data)).toContain('"__proto__":{"polluted":1}');
  });
});
