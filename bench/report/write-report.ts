import { readFile, writeFile } from 'node:fs/promises';
import type { Results } from './results.ts';
import { chart } from './chart.ts';
import { tables } from './tables.ts';

const PAGE = new URL('../../docs/performance.md', import.meta.url);
const CHART = new URL('../../docs/performance.svg', import.meta.url);
const BEGIN = '<!-- figures: written by `npm run bench -- --write` -->';
const END = '<!-- /figures -->';

/** The page has no place for figures. */
export class PageWithoutFigures extends Error {
  override readonly name = 'PageWithoutFigures';
  readonly code = 'page-without-figures';
  constructor() {
    super(`docs/performance.md needs the lines "${BEGIN}" and "${END}": put them back.`);
  }
}

/** Writes the tables into `docs/performance.md`, and the chart beside it. */
export async function writeReport(results: Results): Promise<void> {
  const page = await readFile(PAGE, 'utf8');
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin) throw new PageWithoutFigures();
  const head = page.slice(0, begin + BEGIN.length);
  await writeFile(PAGE, `${head}\n\n${tables(results)}\n\n${page.slice(end)}`);
  await writeFile(CHART, chart(panelsOf(results)));
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
