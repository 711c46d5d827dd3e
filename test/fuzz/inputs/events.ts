import * as fc from 'fast-check';
import { buildEvent } from '../../../testing/builders/build-event.ts';
import { EVENT_TYPES, type EventType } from '../../../lambdas/smile/events.ts';
import { type Path, pathsOf, replacedAt, valueAt } from '../../unit/smile/wire.ts';
import { anyJson, anyText, CANARY, EXTREMES } from './json.ts';

/** One change to an event: what of it, and what stands there afterwards. */
interface Edit {
  /** Picks one of the event's places; a half of all picks are near its top. */
  readonly place: number;
  readonly near: boolean;
  readonly change:
    | { readonly to: 'nothing' }
    | { readonly to: 'value'; readonly value: unknown }
    | { readonly to: 'extreme'; readonly text: string }
    | { readonly to: 'member'; readonly name: string; readonly value: unknown };
}

interface Template {
  readonly event: object;
  /** The same with the canary for every text that names nobody's thing. */
  readonly personal: object;
  readonly near: readonly Path[];
  readonly all: readonly Path[];
}

/** Fields that name a thing, and no person. */
const NAMES = /Id$|^id$/;

const templates = new Map<EventType, Template>(
  EVENT_TYPES.map((type) => {
    const event = alwaysAlike(buildEvent(type));
    const all = pathsOf(event);
    const near = all.filter((path) => path.length <= 2);
    return [type, { event, personal: withCanary(event), all, near }];
  }),
);

/** Members that other types have, that aliases stand for, or that objects bring along. */
const NAMES_OF_OTHERS = [
  'taskType',
  'sourceType',
  'accountId',
  'recordId',
  'session',
  'status',
  'dataPoints',
  'ratingId',
  'idSubType',
  'name',
  '__proto__',
  'constructor',
  CANARY,
];

const anyChange: fc.Arbitrary<Edit['change']> = fc.oneof(
  fc.constant({ to: 'nothing' } as const),
  fc.record({ to: fc.constant('value' as const), value: fc.oneof(fc.constant(null), anyJson) }),
  fc.record({ to: fc.constant('extreme' as const), text: fc.constantFrom(...EXTREMES) }),
  fc.record({
    to: fc.constant('member' as const),
    name: fc.oneof(fc.constantFrom(...NAMES_OF_OTHERS), anyText),
    value: anyJson,
  }),
);

const anyEdit: fc.Arbitrary<Edit> = fc.record({
  place: fc.nat(),
  near: fc.boolean(),
  change: anyChange,
});

/** Stands in the object for a text that is put in its place once the object is text. */
const slot = (index: number) => `@@extreme-${index}@@`;

/** An event of any type with some of its fields missing, null, of another kind, huge or deep. */
export const nearEventText: fc.Arbitrary<string> = fc
  .record({
    type: fc.constantFrom(...EVENT_TYPES),
    edits: fc.array(anyEdit, { maxLength: 4 }),
    personal: fc.boolean(),
  })
  .map(({ type, edits, personal }) => {
    const template = templates.get(type) as Template;
    const start = personal ? template.personal : template.event;
    return textOf(edits, template, start);
  });

/** Ids are random and times are now: the same seed has to lead to the same case. */
function alwaysAlike(event: object): object {
  let ids = 0;
  const text = JSON.stringify(event)
    .replace(/[0-9a-f]{32}/g, () => String((ids += 1)).padStart(32, '0'))
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '2026-01-02T03:04:05Z');
  return JSON.parse(text);
}

function withCanary(event: object): object {
  const places = pathsOf(event).filter(
    (path) => path[0] === 'data' && !NAMES.test(String(path.at(-1))),
  );
  let personal = event;
  for (const path of places) {
    if (typeof valueAt(personal, path) === 'string') personal = replacedAt(personal, path, CANARY);
  }
  return personal;
}

function textOf(edits: readonly Edit[], { near: top, all }: Template, event: object): string {
  let edited = event;
  const extremes: string[] = [];
  for (const { place, near, change } of edits) {
    const paths = near ? top : all;
    const path = paths[place % paths.length] as Path;
    const holder = valueAt(edited, path.slice(0, -1));
    if (typeof holder !== 'object' || holder === null) continue;
    if (change.to === 'nothing') edited = replacedAt(edited, path, undefined);
    if (change.to === 'value') edited = replacedAt(edited, path, change.value);
    if (change.to === 'extreme')
      edited = replacedAt(edited, path, slot(extremes.push(change.text)));
    if (change.to === 'member') {
      const members = { ...holder, ...Object.fromEntries([[change.name, change.value]]) };
      edited = path.length === 1 ? members : replacedAt(edited, path.slice(0, -1), members);
    }
  }
  const text = JSON.stringify(edited);
  return extremes.reduce(
    (filled, extreme, index) => filled.replace(`"${slot(index + 1)}"`, () => extreme),
    text,
  );
}

/** What is done to a text on its way into bytes. */
const anyWriting = fc.oneof(
  { weight: 12, arbitrary: fc.constant((text: string) => Buffer.from(text)) },
  fc.constant((text: string) => Buffer.from(`\ufeff${text}`)),
  fc.constant((text: string) => Buffer.from(`\n ${text}\t`)),
  fc.constant((text: string) => Buffer.from(text.replace('{', '{"id":"et-first",'))),
  fc.constant((text: string) => Buffer.from(text, 'utf16le')),
  fc.nat().map((place) => (text: string) => Buffer.from(text.slice(0, place % (text.length + 1)))),
  fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })).map(([place, bits]) => (text: string) => {
    const bytes = Buffer.from(text);
    const at = place % Math.max(1, bytes.length);
    bytes[at] = (bytes[at] ?? 0) ^ bits;
    return bytes;
  }),
);

const nearEvent = fc.tuple(nearEventText, anyWriting).map(([text, write]) => write(text));

/** On both sides of what a message carries inline. */
const padded = fc
  .tuple(
    nearEventText,
    fc.constantFrom(3072, 16_384).chain((limit) => fc.integer({ min: limit - 4, max: limit + 6 })),
  )
  .map(([text, size]) => Buffer.from(text.padEnd(size, ' ')));

/** Any bytes: events, what is nearly one, other JSON, and what is neither. */
export const anyBody: fc.Arbitrary<Uint8Array> = fc.oneof(
  { weight: 10, arbitrary: nearEvent },
  { weight: 2, arbitrary: fc.tuple(anyJson, anyWriting).map(writtenAs) },
  { weight: 2, arbitrary: fc.uint8Array({ maxLength: 80 }) },
  { weight: 1, arbitrary: padded },
);

function writtenAs([value, write]: [unknown, (text: string) => Uint8Array]): Uint8Array {
  return write(JSON.stringify(value));
}
