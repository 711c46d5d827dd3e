import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import type { Bundles, Measurable } from './bundles.ts';
import { environmentOf } from './environment.ts';
import { gatewayEvent, newBody, queueEvent, SECRET } from './events.ts';
import { assertHandled } from './handled.ts';
import { median, rounded } from './median.ts';
import { startStandIn } from './stand-in.ts';

/** A start of one function, against the empty one. */
export interface Boot {
  readonly bytes: number;
  /** Milliseconds from the process's start to the end of the function's init. */
  readonly bootMs: number;
  /** To that of the empty handler. */
  readonly ratio: number;
  /** The same ratio in CPU time, which a busy machine moves less. */
  readonly cpuRatio: number;
  /** CPU milliseconds of the init alone: less moved by what else the machine does. */
  readonly initCpuMs: number;
  /** From the process's start to the answer to its first event, to that of the empty handler. */
  readonly firstAnswerRatio: number | undefined;
}

interface Start {
  readonly bootMs: number;
  readonly bootCpuMs: number;
  readonly initCpuMs: number;
  /** Undefined where no event is given. */
  readonly firstAnswerMs: number | undefined;
}

type NewEvent = () => object;

const webhook: NewEvent = () => gatewayEvent(newBody(1024));
const message: NewEvent = () => queueEvent(newBody(1024)).event;

/** Functions that are started up to their first answer. The empty one answers nothing. */
const FIRST_EVENTS: Readonly<Partial<Record<Measurable, NewEvent>>> = {
  empty: webhook,
  ingress: webhook,
  'sdk-default': webhook,
  middy: webhook,
  'docs-sample': webhook,
  'sdk-alone': webhook,
  'signed-request': webhook,
  worker: message,
  powertools: message,
};

/**
 * Starts every function `runs` times, in turn, so that a busy moment of the machine hits all. All come
 * with `node:http` loaded, as on Lambda, whose runtime client asks for events with it.
 */
export async function benchBoot({ files, bytes }: Bundles, runs: number) {
  const names = Object.keys(files) as Measurable[];
  const starts = new Map<Measurable, Start[]>(names.map((name) => [name, []]));
  const standIn = await startStandIn(SECRET);
  try {
    const environment = environmentOf(standIn.url);
    for (let run = 0; run < runs; run += 1) {
      for (const name of names) {
        starts.get(name)?.push(await start(name, files[name], environment));
      }
    }
  } finally {
    standIn.stop();
  }
  const medianOf = (name: Measurable, what: keyof Start) =>
    median((starts.get(name) ?? []).flatMap((each) => each[what] ?? []));
  const toEmpty = (name: Measurable, what: keyof Start) =>
    rounded(medianOf(name, what) / medianOf('empty', what));
  return Object.fromEntries(
    names.map((name): [string, Boot] => [
      name,
      {
        bytes: bytes[name],
        bootMs: rounded(medianOf(name, 'bootMs'), 1),
        ratio: toEmpty(name, 'bootMs'),
        cpuRatio: toEmpty(name, 'bootCpuMs'),
        initCpuMs: rounded(medianOf(name, 'initCpuMs'), 1),
        firstAnswerRatio: name in FIRST_EVENTS ? toEmpty(name, 'firstAnswerMs') : undefined,
      },
    ]),
  ) as Record<Measurable, Boot>;
}

/**
 * What a started process runs: as Lambda's runtime, which requires `node:http` and CommonJS bundles, and
 * imports others. An import of `node:http` would load all that it exports lazily, for the empty one too. It
 * tells on a channel of its own: functions log to standard output.
 */
function programOf(bundle: string, event: object | undefined): string {
  const load = bundle.endsWith('.mjs')
    ? `await import(${JSON.stringify(pathToFileURL(bundle).href)})`
    : `require(${JSON.stringify(bundle)})`;
  return [
    "const { writeSync } = require('node:fs');",
    "require('node:http');",
    'const inMs = ({ user, system }) => (user + system) / 1000;',
    'const tell = (said) => writeSync(3, `${JSON.stringify(said)}\\n`);',
    '(async () => {',
    'const before = process.cpuUsage();',
    `const { handler } = ${load};`,
    'const init = process.cpuUsage(before);',
    'tell([inMs(process.cpuUsage()), inMs(init)]);',
    ...(event
      ? [
          "const context = { awsRequestId: 'first', functionName: 'bench', getRemainingTimeInMillis: () => 30_000 };",
          `tell((await handler(${JSON.stringify(event)}, context)) ?? null);`,
        ]
      : []),
    'process.exit(0);',
    '})();',
  ].join('\n');
}

async function start(
  name: Measurable,
  bundle: string,
  environment: Readonly<Record<string, string>>,
): Promise<Start> {
  const event = FIRST_EVENTS[name]?.();
  const program = programOf(bundle, event);
  const begin = performance.now();
  const child = spawn(process.execPath, ['--input-type=commonjs', '--eval', program], {
    env: environment,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  const errors = text(child.stderr as Readable);
  const ended = once(child, 'exit');
  const told: { readonly afterMs: number; readonly line: string }[] = [];
  for await (const line of createInterface({ input: child.stdio[3] as Readable })) {
    told.push({ afterMs: performance.now() - begin, line });
  }
  const [status] = (await ended) as [number | null];
  const [boot, first] = told;
  const isAnswered = first !== undefined || event === undefined;
  if (status !== 0 || !boot || !isAnswered) {
    const doesNot = boot && event ? 'does not answer its first event' : 'does not start';
    throw new Error(`${bundle} ${doesNot} (exit code ${status}): ${await errors}`);
  }
  if (first && name !== 'empty') assertHandled(bundle, JSON.parse(first.line));
  const [bootCpuMs, initCpuMs] = JSON.parse(boot.line) as [number, number];
  return { bootMs: boot.afterMs, bootCpuMs, initCpuMs, firstAnswerMs: first?.afterMs };
}
