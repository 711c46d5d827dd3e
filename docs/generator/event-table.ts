import { TASK_STATUSES } from '../../lambdas/smile/constants.ts';
import type { EventType } from '../../lambdas/smile/events.ts';
import { code, markdownTable } from './markdown-table.ts';
import { ANY_STATUS, ANY_TASK, type Saying } from './sayings.ts';
import type { Path } from './strict-ids.ts';

/** Everything that the page tells about a type. */
export interface DescribedType {
  readonly type: EventType;
  readonly strictIds: readonly Path[];
  readonly sayings: readonly Saying[];
}

const HEAD = ['type', 'refused without', 'thing', 'fact', 'value', 'kept beside it', 'when late'];

/** What each type needs and says, and whether it runs when it comes late. */
export function eventTable(types: readonly DescribedType[]): string {
  return markdownTable(HEAD, types.map(rowOf));
}

function rowOf({ type, strictIds, sayings }: DescribedType): string[] {
  const facts = sayings.map(({ fact }) => fact);
  const things = distinct(facts.map(({ thing }) => `${thing.pk} ${thing.sk}`));
  const named = distinct(
    facts.map((fact) => ('name' in fact ? `${fact.section}.${fact.name}` : fact.section)),
  );
  const kept = distinct(facts.flatMap(({ value }) => Object.keys(value)));
  const ends = facts.some((fact) => 'ends' in fact && fact.ends);
  return [
    code(type),
    code(...strictIds.map((path) => path.join('.'))),
    code(...things),
    code(...named.map((name) => name.replace(ANY_TASK, '<taskType>'))),
    valueOf(distinct(facts.flatMap(({ value }) => ('value' in value ? value.value : [])))) +
      (ends ? ', ends the thing' : ''),
    code(...kept.filter((name) => name !== 'value')),
    facts.every(({ kind }) => kind === 'occurrence') ? 'handled' : '`STALE`',
  ];
}

/** A type that passes on a status nobody knows yet passes on all of them. */
function valueOf(values: readonly string[]): string {
  if (!values.includes(ANY_STATUS)) return code(...values);
  const given = new Set<string>([...TASK_STATUSES, ANY_STATUS]);
  const whenAbsent = values.filter((value) => !given.has(value));
  return `${code('data.status')}, else ${code(...whenAbsent)}`;
}

const ANNOUNCED_HEAD = ['detail type', 'ids and codes', 'status'];

/** Which ids, codes and status each type's announcement carries. */
export function announcedTable(types: readonly DescribedType[]): string {
  return markdownTable(ANNOUNCED_HEAD, types.map(announcedRowOf));
}

function announcedRowOf({ type, sayings }: DescribedType): string[] {
  const details = sayings.map(({ detail }) => detail);
  const ids = distinct(details.flatMap((detail) => Object.keys(detail))).filter(
    (name) => !['eventId', 'status', 'createdAt', 'outcome'].includes(name),
  );
  const always = ids.filter((name) => details.every((detail) => name in detail));
  const sometimes = ids.filter((name) => !always.includes(name));
  const canLackAll = details.some((detail) => sometimes.every((name) => !(name in detail)));
  const choices = [...sometimes.map((name) => code(name)), ...(canLackAll ? ['neither'] : [])];
  const statuses = distinct(details.flatMap(({ status }) => status ?? []));
  return [
    code(type),
    [code(...always), sometimes.length > 0 ? choices.join(' or ') : ''].filter(Boolean).join(', '),
    statusOf(statuses),
  ];
}

function statusOf(statuses: readonly string[]): string {
  if (statuses.includes(ANY_STATUS)) return '`data.status`, else `UNKNOWN`';
  return statuses.length > 0 ? code(...statuses) : "the thing's, if known";
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)];
}
