import { markdownTable } from '../../docs/generator/markdown-table.ts';
import type { Cost, Path } from '../requests.ts';
import type { Results } from './results.ts';

type Cell = string | number;
type Grown = Cost & { readonly medianMs: number };

/** Everything that was measured, as tables. */
export function tables(results: Results): string {
  const { machine, runs } = results;
  const head = `Run on ${machine.at}, Node ${machine.node.slice(1)}, ${machine.architecture}, ${machine.cores} cores, load ${machine.load} before the run, ${results.minutes} minutes; ${runs} starts of each function, ${results.cpu.rounds} of each CPU time.`;
  return [
    head,
    bootTable(results),
    cpuTable(results),
    messageTable(results),
    requestTable(results),
    growthTables(results),
    memoryTable(results),
    `Through the whole local run, engines included: ${results.throughput.storedPerSecond} events a second stored, ${results.throughput.donePerSecond} done.`,
  ].join('\n\n');
}

function bootTable({ boot }: Results): string {
  const rows = Object.entries(boot).map(([name, of]) => [
    name,
    Math.round(of.bytes / 1000),
    of.ratio,
    of.cpuRatio,
    of.initCpuMs,
    of.firstAnswerRatio ?? '',
  ]);
  const head = [
    'function',
    'KB',
    'boot + init',
    'the same in CPU time',
    'init, CPU ms',
    'to the first answer',
  ];
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
  const rows = cpu.messages.map((of) => [
    of.body,
    of.workerMicroseconds,
    of.powertoolsMicroseconds,
    of.toPowertools,
  ]);
  const head = ['body', 'worker, µs', 'powertools, µs', 'worker to powertools'];
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
  const bodies = (of: typeof byBodies.worker) =>
    of.map((body) => grownRow(`${body.kibibytes} KiB`, body));
  return [
    '### With rows in the ledger (worker)',
    grownTable(
      'rows',
      byRows.map((of) => grownRow(of.rows, of)),
    ),
    '### With users in the state (worker)',
    grownTable(
      'users',
      byUsers.map((of) => grownRow(of.users, of)),
    ),
    '### With the size of the body (ingress)',
    grownTable('body', bodies(byBodies.ingress)),
    '### With the size of the body (worker)',
    grownTable('body', bodies(byBodies.worker)),
  ].join('\n\n');
}

function grownTable(what: string, rows: readonly Cell[][]): string {
  return table([what, 'requests', ...COST, 'median, ms'], rows);
}

/** What an event asked for, and how long it took. */
function grownRow(name: Cell, of: Grown): Cell[] {
  return [name, of.requests, ...costCells(of), of.medianMs];
}

function memoryTable({ memory }: Results): string {
  const row = (name: 'ingress' | 'worker', what: 'rssMiB' | 'heapMiB') => [
    `${name}, ${what === 'rssMiB' ? 'resident' : 'heap'}`,
    ...memory[name][what],
  ];
  const rows = [
    row('ingress', 'rssMiB'),
    row('ingress', 'heapMiB'),
    row('worker', 'rssMiB'),
    row('worker', 'heapMiB'),
  ];
  const head = ['MiB', 'after a quarter', 'half', 'three quarters', 'all'];
  return `### Memory over ${memory.events} events\n\n${table(head, rows)}`;
}

function table(head: readonly Cell[], rows: readonly (readonly Cell[])[]): string {
  const texts = (cells: readonly Cell[]) => cells.map(String);
  return markdownTable(texts(head), rows.map(texts));
}
