import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { emitted } from './monitoring-emitted.ts';
import { alarmsIn, monitoredStack, templateOf } from './monitoring-stack.ts';

const RUNBOOK = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');

const alarms = alarmsIn(templateOf(monitoredStack({ noEventHours: 24 })));
const each = alarms.map(({ id }) => [id] as const);

let code: Awaited<ReturnType<typeof emitted>>;
beforeAll(async () => {
  code = await emitted();
});

/** As GitHub makes anchors of headings. */
function slugOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, '')
    .replaceAll(' ', '-');
}

function section(heading: string): string {
  return RUNBOOK.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
}

/** Every dimension beside `stage` that the code emits a metric under. */
function dimensionsOf(name: string): string[] {
  const sets = code.metrics.filter((one) => one.name === name);
  const all = new Set(sets.flatMap(({ dimensions }) => Object.keys(dimensions)));
  return [...all].filter((dimension) => dimension !== 'stage').toSorted();
}

describe('the runbook', () => {
  it('has an entry for each alarm, and for nothing else', () => {
    const entries = Array.from(RUNBOOK.matchAll(/^### Alarm: (.+)$/gm), ([, id]) => id);

    expect(entries).toEqual(alarms.map(({ id }) => id));
  });

  it('links each alarm of its table to the entry', () => {
    const links = Array.from(RUNBOOK.matchAll(/^\| \[`([\w-]+)`\]\(#alarm-\1\)/gm), ([, id]) => id);

    expect(links).toEqual(alarms.map(({ id }) => id));
  });

  it('links only to headings that are there', () => {
    const headings = RUNBOOK.matchAll(/^#+ (.+)$/gm);
    const anchors = new Set(Array.from(headings, ([, text = '']) => slugOf(text)));
    const links = Array.from(RUNBOOK.matchAll(/\]\(#([\w-]+)\)/g), ([, anchor]) => anchor);

    expect(links.filter((link) => !anchors.has(link ?? ''))).toEqual([]);
  });

  it.each(each)('says of %s when it fires and what to do', (id) => {
    const [, entry = ''] = RUNBOOK.split(`### Alarm: ${id}\n`);
    const [body = ''] = entry.split(/^##/m);

    expect(body).toMatch(/^\n\*\*Fires\*\* /);
    expect(body).toMatch(/^1\. /m);
  });

  it('lists the metrics that the code emits, with their dimensions', () => {
    const rows = section('Metrics').matchAll(/^\| `(\w+)` +\| (.+?) +\| /gm);

    const listed = Array.from(rows, ([, name = '', more = '']) => {
      const tokens = Array.from(more.matchAll(/`([\w-]+)`/g), ([, token = '']) => token);
      return [name, tokens.filter((token) => /^(type|outcome|reason)$/.test(token)).toSorted()];
    });

    expect(Object.fromEntries(listed)).toEqual(
      Object.fromEntries(
        Array.from(new Set(code.metrics.map(({ name }) => name)), (name) => [
          name,
          dimensionsOf(name),
        ]),
      ),
    );
  });

  it('lists every reason', () => {
    const metrics = section('Metrics');

    for (const { name, dimensions } of code.metrics.filter((one) => one.dimensions.reason)) {
      expect(metrics).toMatch(new RegExp(`^\\| \`${name}\` .*\`${dimensions.reason}\``, 'm'));
    }
  });
});
