import { markdownTable } from '../../docs/generator/markdown-table.ts';
import type { Results } from './results.ts';

type Cell = string | number;
type Taken = Results['growth']['byBodies'][number]['ingress'];

/** Everything that was measured, as tables. */
export function tables(results: Results): string {
  const { machine, runs } = results;
  const head = `Run on ${machine.at}, Node ${machine.node.slice(1)}, ${machine.architecture}, ${machine.cores} cores, load ${machine.load} before the run; ${runs} starts of each function, ${results.cpu.rounds} of each CPU time.`;
  return [
    head,
    bootTable(results),
    cpuTable(results),
    requestTable(results),
    growthTables(results),
    memoryTable(results),
    `Through the whole local run, engines included: ${results.throughput.storedPerSecond} events a second stored, ${results.throughput.donePerSecond} done.`,
  ].join('\n\n');
}

function bootTable({ boot }: Results): string {
  const rows = Object.entries(boot).map(([name, { bytes, ratio, cpuRatio, initCpuMs }]) => [
    name,
    Math.round(bytes / 1000),
    ratio,
    cpuRatio,
    initCpuMs,
  ]);
  const head = ['function', 'KB', 'boot + init', 'the same in CPU time', 'init, CPU ms'];
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

function requestTable({ requests }: Results): string {
  const rows = Object.entries(requests.functions).map(([name, path]) => [
    name,
    path.requestsPerEvent,
    path.requestsPerDuplicate,
    Object.entries(path.byAction)
      .map(([action, count]) => `${action} ${count}`)
      .join(', '),
    path.readUnits,
    path.writeUnits,
    path.dollarsPerMillion.toFixed(2),
  ]);
  const head = [
    'function',
    'requests',
    'for a duplicate',
    'which',
    'read units',
    'write units',
    'USD per million',
  ];
  return `### Requests to AWS for an event\n\n${table(head, rows)}`;
}

/** A row of growth: what an event asked for, and how long it took. */
function told(name: Cell, of: Taken): Cell[] {
  return [name, of.requestsPerEvent, of.readUnits, of.writeUnits, of.medianMs];
}

function growthTables({ growth }: Results): string {
  const head = ['requests', 'read units', 'write units', 'median, ms'];
  const rows = growth.byRows.map((of) => told(of.rows, of));
  const users = growth.byUsers.map((of) => told(of.users, of));
  const bodies = growth.byBodies.map((of) => told(`${of.kibibytes} KiB`, of.ingress));
  return [
    '### With rows in the ledger (worker)',
    table(['rows', ...head], rows),
    '### With users (worker)',
    table(['users', ...head], users),
    '### With the size of the body (ingress)',
    table(['body', ...head], bodies),
  ].join('\n\n');
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
