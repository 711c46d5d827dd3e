import { escapeControlsInLines } from '../lambdas/telemetry/escape-controls.ts';
import { type ConformanceArguments, type ConformanceOptions, checkOptions } from './arguments.ts';
import { openTarget } from './open-target.ts';
import { toJson } from './report/json.ts';
import { toJunit } from './report/junit.ts';
import { openReport, type ReportFile } from './report/report-file.ts';
import { countsOf, lineOf, summaryOf } from './report/lines.ts';
import { type Result, runScenarios } from './run.ts';
import type { Scenario } from './scenario.ts';
import { SCENARIOS } from './scenarios.ts';
import type { Target } from './target.ts';

/** Nothing was tried: the command line is wrong, or the receiver is not there. */
const MISUSED = 2;

interface Prepared {
  readonly scenarios: readonly Scenario[];
  readonly target: Target;
  readonly reports: readonly ReportFile[];
}

/** Tries a receiver, prints a line for each scenario, and returns the exit code. */
export async function tryReceiver(options: ConformanceOptions): Promise<number> {
  const ready = await prepared(options);
  return ready ? await tryAll(ready) : MISUSED;
}

async function tryAll({ scenarios, target, reports }: Prepared): Promise<number> {
  const startedAt = new Date();
  const results: Result[] = [];
  for await (const result of runScenarios(scenarios, target)) {
    process.stdout.write(`${lineOf(result)}\n`);
    results.push(result);
  }
  const counts = countsOf(results);
  process.stdout.write(`${summaryOf(counts)}\n`);
  const report = {
    url: target.url,
    startedAt: startedAt.toISOString(),
    milliseconds: Date.now() - startedAt.getTime(),
    results,
  };
  for (const { write } of reports) await write(report);
  // What was only skipped has proved nothing.
  return counts.failed === 0 && counts.ok > 0 ? 0 : 1;
}

async function prepared(options: ConformanceOptions): Promise<Prepared | undefined> {
  try {
    const wanted = checkOptions(options, SCENARIOS);
    const target = await openTarget(wanted);
    // Last of all: what is in an earlier report is gone then.
    return { scenarios: wanted.scenarios, target, reports: await openReports(wanted) };
  } catch (error) {
    process.stderr.write(`${escapeControlsInLines((error as Error).message)}\n`);
    return undefined;
  }
}

/** @throws ConformanceMisused */
async function openReports({ junit, json }: ConformanceArguments): Promise<ReportFile[]> {
  const reports = [];
  if (junit !== undefined) reports.push(await openReport('--junit', junit, toJunit));
  if (json !== undefined) reports.push(await openReport('--json', json, toJson));
  return reports;
}
