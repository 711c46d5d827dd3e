import { fileURLToPath } from 'node:url';
import type { SQSRecord } from 'aws-lambda';
import { type LocalOptions, type LocalRun, startLocal } from '../../../local/start.ts';
import { deliveredTemplate } from '../../delivered/template.ts';
import { withPatience } from '../../../local/template/with-patience.ts';

/** What the fixture worker prints about each message. */
export interface Handled {
  readonly got: SQSRecord;
  readonly remaining: number;
  readonly pid: number;
}

/** Whatever `/_local` answered; each test knows what it asked for. */
// oxlint-disable-next-line typescript/no-explicit-any
export type Looked = any;

/** A run with the fixture functions, and everything that it has written. */
export interface FixtureRun extends LocalRun {
  readonly lines: readonly string[];
  handled(): Handled[];
  /** GET `/_local/<path>` as parsed JSON. */
  look(path: string): Promise<Looked>;
}

/** Path of a file under `fixtures/`. */
export const fixture = (name: string): string =>
  fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));

/** Short times, so that a test sees a message come back. */
export const impatient = withPatience({
  ingressTimeout: 1,
  workerTimeout: 1,
  visibilityTimeout: 2,
});

/** Starts a run on a free port. */
export async function startFixtureRun(options: Partial<LocalOptions> = {}): Promise<FixtureRun> {
  const lines: string[] = [];
  const run = await startLocal({
    port: 0,
    secret: 'secret',
    template: await deliveredTemplate(),
    adjust: impatient,
    ingressEntry: fixture('ingress.ts'),
    workerEntry: fixture('worker.ts'),
    logLine: (line) => lines.push(line),
    ...options,
  });
  return {
    ...run,
    lines,
    handled: () =>
      lines.filter((line) => line.startsWith('{"got"')).map((line) => JSON.parse(line) as Handled),
    async look(path) {
      return await (await fetch(`${run.url}/_local/${path}`)).json();
    },
  };
}
