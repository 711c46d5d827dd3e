import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { EVENTS_PAGE, eventsPage } from '../../../docs/generator/events-page.ts';
import { sayingsOf } from '../../../docs/generator/sayings.ts';
import { strictIdsOf } from '../../../docs/generator/strict-ids.ts';
import { EVENT_TYPES } from '../../../lambdas/smile/events.ts';
import { STRICT_IDS } from '../smile/strict-ids.ts';

describe('docs/events.md', () => {
  it('is up to date: if this fails, run npm run docs:events', async () => {
    const written = await readFile(EVENTS_PAGE, 'utf8');

    const generated = eventsPage();

    expect(written).toBe(generated);
  });

  it('comes out the same each time, whatever the builders invent', () => {
    expect(eventsPage()).toBe(eventsPage());
  });

  it.each(EVENT_TYPES)('names the ids without which %s is refused', (type) => {
    const found = strictIdsOf(type).map((path) => path.join('.'));

    expect(found).toEqual(STRICT_IDS[type].map((name) => `data.${name}`));
  });

  it('tells of every kind of thing that a task can work on', () => {
    const sayings = sayingsOf('TASK_FINISHED', strictIdsOf('TASK_FINISHED'));

    const things = new Set(sayings.map(({ fact }) => fact.thing.sk.split('#')[0]));

    expect([...things]).toEqual(['ACCOUNT', 'ARCHIVE', 'RECORD']);
  });
});
