import { ConformanceMisused } from './conformance-misused.ts';
import type { Scenario } from './scenario.ts';

/** What the kit was asked to try. */
export interface ConformanceArguments {
  /** Absent: with a stage its own, else the local run's. */
  readonly url: string | undefined;
  /** Where the effects can be seen: a run's base URL, or a deployed stage. */
  readonly inspect: string | undefined;
  readonly stage: string | undefined;
  readonly scenarios: readonly Scenario[];
  readonly junit: string | undefined;
  readonly json: string | undefined;
  /** A shell command that ends the receiver and starts it again. */
  readonly restart: string | undefined;
  /** A file that the receiver's log goes to. */
  readonly logs: string | undefined;
  /** Milliseconds. */
  readonly patience: number;
  readonly slow: boolean;
}

/** The options of the command line, as they were written. */
export interface ConformanceOptions {
  readonly url?: string;
  readonly inspect?: string;
  readonly stage?: string;
  readonly only?: readonly string[];
  readonly junit?: string;
  readonly json?: string;
  readonly restart?: string;
  readonly logs?: string;
  /** Seconds. */
  readonly patience?: string;
  readonly slow?: boolean;
}

/**
 * What the options ask for.
 *
 * @param known all scenarios
 * @throws ConformanceMisused
 */
export function checkOptions(
  { only, patience = '30', slow = false, ...values }: ConformanceOptions,
  known: readonly Scenario[],
): ConformanceArguments {
  const { url, inspect, stage, junit, json, restart, logs } = values;
  for (const [name, value] of Object.entries(values)) {
    if (value === '') throw new ConformanceMisused(`--${name} is empty.`);
  }
  checkUrl('url', url);
  checkUrl('inspect', inspect);
  if (stage !== undefined && inspect !== undefined) {
    throw new ConformanceMisused('--stage and --inspect are two places to look at; leave one out.');
  }
  if (stage !== undefined && !/^[a-z][a-z0-9-]{0,19}$/.test(stage)) {
    throw new ConformanceMisused(`--stage must be a stage's name, like sandbox, not "${stage}".`);
  }
  if (!/^[1-9]\d{0,3}$/.test(patience)) {
    throw new ConformanceMisused(`--patience must be seconds from 1 to 9999, not "${patience}".`);
  }
  const scenarios = only === undefined ? known : only.map((id) => byId(id, known));
  return {
    url,
    inspect,
    stage,
    scenarios,
    junit,
    json,
    restart,
    logs,
    patience: Number(patience) * 1000,
    slow,
  };
}

function checkUrl(name: string, url: string | undefined): void {
  if (url === undefined || /^https?:$/.test(URL.parse(url)?.protocol ?? '')) return;
  throw new ConformanceMisused(`--${name} must be an http URL, not "${url}".`);
}

function byId(id: string, known: readonly Scenario[]): Scenario {
  const found = known.find((scenario) => scenario.id === id);
  if (found) return found;
  const ids = known.map((scenario) => scenario.id).join(', ');
  throw new ConformanceMisused(`There is no scenario ${id}. There are: ${ids}.`);
}
