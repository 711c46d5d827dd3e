import { readFile, writeFile } from 'node:fs/promises';
import type { Results, ThroughputResults } from './results.ts';
import { chart } from './chart.ts';
import { tables } from './tables.ts';
import { throughputText } from './throughput-text.ts';

const PAGE = new URL('../../docs/performance.md', import.meta.url);
const CHART = new URL('../../docs/performance.svg', import.meta.url);

/** Lines of the page between which a part of it is written. */
const FIGURES = {
  begin: '<!-- figures: written by `npm run bench -- --write` -->',
  end: '<!-- /figures -->',
};
const THROUGHPUT = {
  begin: '<!-- throughput: written by `npm run bench -- --throughput --write` -->',
  end: '<!-- /throughput -->',
};

/** The page has no place for figures. */
export class PageWithoutFigures extends Error {
  override readonly name = 'PageWithoutFigures';
  readonly code = 'page-without-figures';
  constructor({ begin, end }: typeof FIGURES) {
    super(`docs/performance.md needs the lines "${begin}" and "${end}": put them back.`);
  }
}

/**
 * Writes all figures into `docs/performance.md`, and the chart beside it.
 *
 * @throws PageWithoutFigures
 */
export async function writeReport(results: Results): Promise<void> {
  await writeBetween(FIGURES, tables(results));
  await writeThroughput(results);
  await writeFile(CHART, chart(panelsOf(results)));
}

/**
 * Writes what is known about the local run's throughput into `docs/performance.md`.
 *
 * @throws PageWithoutFigures
 */
export async function writeThroughput(results: ThroughputResults): Promise<void> {
  await writeBetween(THROUGHPUT, throughputText(results));
}

async function writeBetween(lines: typeof FIGURES, text: string): Promise<void> {
  const page = await readFile(PAGE, 'utf8');
  const [begin, end] = [page.indexOf(lines.begin), page.indexOf(lines.end)];
  if (begin < 0 || end < begin) throw new PageWithoutFigures(lines);
  const head = page.slice(0, begin + lines.begin.length);
  await writeFile(PAGE, `${head}\n\n${text}\n\n${page.slice(end)}`);
}

const isOurs = (name: string) => name === 'ingress' || name === 'worker';

function panelsOf({ boot, cpu }: Results) {
  const starts = [
    'empty',
    'signed-request',
    'sdk-alone',
    'ingress',
    'worker',
    'sdk-default',
    'middy',
    'docs-sample',
    'powertools',
  ] as const;
  const boots = starts.map((name) => ({
    label: name,
    value: boot[name].cpuRatio,
    isOurs: isOurs(name),
  }));
  const bodies = cpu.cases.map(({ body, receivers }) => ({
    title: `CPU time of a webhook, ${body}, as a multiple of the floor`,
    bars: Object.entries(receivers).map(([name, { toFloor }]) => ({
      label: name,
      value: toFloor,
      isOurs: isOurs(name),
    })),
  }));
  const messages = {
    title: 'CPU time of a message, as a multiple of powertools',
    bars: [
      { label: 'powertools', value: 1, isOurs: false },
      ...cpu.messages.map(({ body, toPowertools }) => ({
        label: `worker, ${body}`,
        value: toPowertools,
        isOurs: true,
      })),
    ],
  };
  return [
    { title: 'CPU time of boot and init, as a multiple of an empty handler', bars: boots },
    ...bodies,
    messages,
  ];
}
