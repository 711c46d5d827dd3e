import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Results } from '../../../bench/report/results.ts';
import { tables } from '../../../bench/report/tables.ts';

const COST = {
  requests: 5,
  readUnits: 1,
  writeUnits: 35,
  indexWriteUnits: 3,
  dollarsPerMillion: 28.1,
  medianMs: 7,
};
const SLOWER = { ...COST, medianMs: 10.5 };
const MEMORY = { rssMiB: [1, 2, 3, 4], heapMiB: [5, 6, 7, 8] };
const BOOT = { bytes: 2400, bootMs: 9, ratio: 1.5, cpuRatio: 1.6, initCpuMs: 17 };

const text = tables({
  machine: { at: '2026-01-02', node: 'v1', architecture: 'x64', cores: 2, load: 0 },
  minutes: 11,
  runs: 25,
  boot: {
    ingress: { ...BOOT, firstAnswerRatio: 1.7 },
    status: { ...BOOT, firstAnswerRatio: undefined },
  },
  cpu: {
    rounds: 5,
    cases: [
      {
        body: '1 KiB',
        limitMicroseconds: 6.8,
        floorMicroseconds: 107,
        receivers: { ingress: { toFloor: 7.4, toLimit: 117.2 } },
      },
    ],
    messages: [
      { body: '16 KiB', workerMicroseconds: 90, powertoolsMicroseconds: 45, toPowertools: 2 },
    ],
  },
  requests: {
    events: 100,
    functions: { worker: { ...COST, byAction: { GetItem: 1, PUT: 1 }, requestsPerDuplicate: 2 } },
  },
  growth: {
    byRows: [
      { rows: 1000, ...COST },
      { rows: 10_000, ...SLOWER },
    ],
    byUsers: [
      { users: 10_000, ...COST },
      { users: 20_000, ...SLOWER },
    ],
    byBodies: {
      ingress: [
        { kibibytes: 17, ...COST },
        { kibibytes: 18, ...SLOWER },
      ],
      worker: [
        { kibibytes: 16, ...COST },
        { kibibytes: 18, ...SLOWER },
      ],
    },
  },
  memory: { events: 20, ingress: MEMORY, worker: MEMORY },
} as unknown as Results);

/** Each row of a table as its cells, beneath this heading. */
const rowsUnder = (heading: string) =>
  (text.split(`### ${heading}\n`)[1]?.split('###')[0] ?? '')
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .map((cells) => cells.slice(1, -1))
    .filter(([first]) => !first?.startsWith('---'));

/** Heads and cells that hold a time or a size. */
const timesIn = (page: string) =>
  Array.from(page.matchAll(/[^|\n]*(?:\bms\b|µs|MiB|a second)[^|\n]*/g), ([cell]) => cell.trim());

describe("the bench's tables", () => {
  it('say how long the run took, on what', () => {
    expect(text).toMatch(/^Run on 2026-01-02, .*11 minutes; 25 starts of each function, 5 of each/);
  });

  it('leave the first answer out where no event was given', () => {
    expect(rowsUnder('Start').slice(1)).toEqual([
      ['ingress', '2', '1.5', '1.6', '1.7'],
      ['status', '2', '1.5', '1.6', ''],
    ]);
  });

  it('hold the worker against Powertools', () => {
    expect(rowsUnder('CPU time of a message')[1]).toEqual(['16 KiB', '2']);
  });

  it('name the requests of an event, its units, those of indexes, and its dollars', () => {
    expect(rowsUnder('Requests to AWS for an event')).toEqual([
      [
        'function',
        'requests',
        'for a duplicate',
        'which',
        'read units',
        'write units',
        'and of indexes',
        'USD per million',
      ],
      ['worker', '5', '2', 'GetItem 1, PUT 1', '1', '35', '3', '28.10'],
    ]);
  });

  it.each([
    ['rows in the ledger (worker)', '1000'],
    ['users in the state (worker)', '10000'],
    ['the size of the body (ingress)', '17 KiB'],
    ['the size of the body (worker)', '16 KiB'],
  ])('show how an event grows with %s', (what, first) => {
    const [, row, next] = rowsUnder(`With ${what}`);

    expect(row).toEqual([first, '5', '1', '35', '3', '28.10', '1']);
    expect(next?.at(-1)).toBe('1.5');
  });

  it('show how memory grows, against a quarter of the events', () => {
    expect(rowsUnder('Memory over 20 events').slice(1)).toEqual([
      ['ingress, resident', '2', '3', '4'],
      ['ingress, heap', '1.2', '1.4', '1.6'],
      ['worker, resident', '2', '3', '4'],
      ['worker, heap', '1.2', '1.4', '1.6'],
    ]);
  });

  it('give times of the limit and the floor only, whose run they are of', () => {
    const page = readFileSync(new URL('../../../docs/performance.md', import.meta.url), 'utf8');
    const [, figures = ''] = page.split(/<!-- \/?figures.*-->/);

    expect(rowsUnder('CPU time of a webhook')).toEqual([
      ['body', 'limit, µs', 'floor, µs', 'ingress'],
      ['1 KiB', '6.8', '107', '7.4 (117.2)'],
    ]);
    expect(timesIn(text)).toEqual(['limit, µs', 'floor, µs']);
    expect(timesIn(figures)).toEqual(timesIn(text));
  });
});
