import { markdownTable } from '../../docs/generator/markdown-table.ts';
import { rounded } from '../median.ts';
import type { Cost, Path } from '../requests.ts';
import type { Results } from './results.ts';
import { runOn } from './throughput-text.ts';

type Cell = string | number;
type Grown = Cost & { readonly medianMs: number };

/**
 * Everything that was measured, as tables: ratios and counts. The only times are those of the limit and the floor,
 * since a time of one day is worth nothing on another. All of them are in the JSON object.
 */
export function tables(results: Results): string {
  const { machine, runs } = results;
  const head = `${runOn(machine)}, ${results.minutes} minutes; ${runs} starts of each function, ${results.cpu.rounds} of each CPU time.`;
  return [
    head,
    bootTable(results),
    cpuTable(results),
    messageTable(results),
    requestTable(results),
    growthTables(results),
    memoryTable(results),
  ].join('\n\n');
}

function bootTable({ boot }: Results): string {
  const rows = Object.entries(boot).map(([name, of]) => [
    name,
    Math.round(of.bytes / 1000),
    of.ratio,
    of.cpuRatio,
    of.firstAnswerRatio ?? '',
  ]);
  const head = ['function', 'KB', 'boot + init', 'the same in CPU time', 'to the first answer'];
  return `### Start\n\n${table(head, rows)}`;
}

function cpuTable({ cpu }: Results): string {
  const names = Object.keys(cpu.cases[0]?.receivers ?? {});
  const rows = cpu.cases.map(({ body, limitMicroseconds, floorMicroseconds, receivers }) => [
    body,
    limitMicroseconds,
    floorMicroseconds,
    ...names.map((name) => `${receivers[name]?.toFloor ?? ''} (${receivers[name]?.toLimit ?? ''})`),
  ]);
  const head = ['body', 'limit, µs', 'floor, µs', ...names];
  return `### CPU time of a webhook\n\nMultiples of the floor, in parentheses of the limit.\n\n${table(head, rows)}`;
}

function messageTable({ cpu }: Results): string {
  const rows = cpu.messages.map((of) => [of.body, of.toPowertools]);
  const head = ['body', 'worker to powertools'];
  return `### CPU time of a message\n\n${table(head, rows)}`;
}

const COST = ['read units', 'write units', 'and of indexes', 'USD per million'];

function costCells(of: Cost): Cell[] {
  return [of.readUnits, of.writeUnits, of.indexWriteUnits, of.dollarsPerMillion.toFixed(2)];
}

function requestTable({ requests }: Results): string {
  const rows = Object.entries(requests.functions).map(([name, path]) => requestRow(name, path));
  const head = ['function', 'requests', 'for a duplicate', 'which', ...COST];
  return `### Requests to AWS for an event\n\n${table(head, rows)}`;
}

function requestRow(name: string, path: Path): Cell[] {
  const which = Object.entries(path.byAction).map(([action, count]) => `${action} ${count}`);
  return [name, path.requests, path.requestsPerDuplicate, which.join(', '), ...costCells(path)];
}

function growthTables({ growth: { byRows, byUsers, byBodies } }: Results): string {
  return [
    '### With rows in the ledger (worker)',
    grownTable('rows', byRows, (of) => of.rows),
    '### With users in the state (worker)',
    grownTable('users', byUsers, (of) => of.users),
    '### With the size of the body (ingress)',
    grownTable('body', byBodies.ingress, nameOfBody),
    '### With the size of the body (worker)',
    grownTable('body', byBodies.worker, nameOfBody),
  ].join('\n\n');
}

const nameOfBody = ({ kibibytes }: { readonly kibibytes: number }) => `${kibibytes} KiB`;

/** What an event asked for, and how long it took against the first row. */
function grownTable<Row extends Grown>(
  what: string,
  rows: readonly Row[],
  nameOf: (row: Row) => Cell,
): string {
  const cells = rows.map((of) => [
    nameOf(of),
    of.requests,
    ...costCells(of),
    times(of.medianMs, rows[0]?.medianMs),
  ]);
  return table([what, 'requests', ...COST, 'time, first row = 1'], cells);
}

function memoryTable({ memory }: Results): string {
  const row = (name: 'ingress' | 'worker', what: 'rssMiB' | 'heapMiB') => {
    const [first, ...later] = memory[name][what];
    return [
      `${name}, ${what === 'rssMiB' ? 'resident' : 'heap'}`,
      ...later.map((mebibytes) => times(mebibytes, first)),
    ];
  };
  const rows = [
    row('ingress', 'rssMiB'),
    row('ingress', 'heapMiB'),
    row('worker', 'rssMiB'),
    row('worker', 'heapMiB'),
  ];
  const head = ['after a quarter = 1', 'half', 'three quarters', 'all'];
  return `### Memory over ${memory.events} events\n\n${table(head, rows)}`;
}

/** How many times the one is of the other. */
function times(one: number, other = Number.NaN): number {
  return rounded(one / other);
}

function table(head: readonly Cell[], rows: readonly (readonly Cell[])[]): string {
  const texts = (cells: readonly Cell[]) => cells.map(String);
  return markdownTable(texts(head), rows.map(texts));
}
