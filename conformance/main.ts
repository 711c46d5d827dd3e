// oxlint-disable-next-line import/no-unassigned-import -- it ends the process before anything else runs
import '../local/node-version.ts';
import { writeFile } from 'node:fs/promises';
import { type ConformanceArguments, readArguments } from './arguments.ts';
import { openTarget } from './open-target.ts';
import { toJson } from './report/json.ts';
import { toJunit } from './report/junit.ts';
import { countsOf, lineOf, summaryOf } from './report/lines.ts';
import { type Result, runScenarios } from './run.ts';
import { SCENARIOS } from './scenarios.ts';
import type { Target } from './target.ts';

/** Nothing was tried: the command line is wrong, or the receiver is not there. */
const MISUSED = 2;

async function tryAll(
  { scenarios, junit, json }: ConformanceArguments,
  target: Target,
): Promise<number> {
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
  if (junit !== undefined) await writeFile(junit, toJunit(report));
  if (json !== undefined) await writeFile(json, toJson(report));
  // What was only skipped has proved nothing.
  return counts.failed === 0 && counts.ok > 0 ? 0 : 1;
}

async function prepared(): Promise<[ConformanceArguments, Target] | undefined> {
  try {
    const wanted = readArguments(process.argv.slice(2), SCENARIOS);
    return [wanted, await openTarget(wanted)];
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    return undefined;
  }
}

const ready = await prepared();
process.exitCode = ready ? await tryAll(...ready) : MISUSED;
