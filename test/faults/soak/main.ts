import { writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { type Rig, startRig } from '../rig/rig.ts';
import { findingsOf } from './findings.ts';
import { type Sent, sendAll } from './load.ts';
import { watchMemory } from './memory.ts';
import { isAboutIam, problemsOf, type SoakReport, textOf } from './report.ts';
import { readSettings, SettingsInvalid, type SoakSettings } from './settings.ts';

// Sends many events with duplicates and faults through the whole system, and holds what is left against
// the model. Exit code 1 when anything is lost, doubled or otherwise not as it should be, 2 when the command
// line is wrong.

const DRAINED_WITHIN_MS = 15 * 60_000;

const settings = settingsOrExit();
const denials: string[] = [];
const rig = await startRig({
  logLine: (line) => {
    if (isAboutIam(line)) denials.push(line);
  },
  logLevel: 'ERROR',
});
const memory = watchMemory();
const progress = setInterval(() => say(`${rig.journal.finished.size} done`), 30_000);
try {
  const start = performance.now();
  const sent = await sendAll(rig, settings);
  const sentAfter = performance.now();
  say('Sending is over.');
  const isDrained = await drained(rig, sent);
  const doneAfter = performance.now();
  clearInterval(progress);
  say('Comparing with the model.');
  const report: SoakReport = {
    settings,
    isDrained,
    accepted: sent.accepted.size,
    refused: [...sent.refused],
    isStalled: sent.isStalled,
    duplicates: sent.duplicates,
    retries: sent.retries,
    refusals: sent.refusals,
    denials,
    ...(await findingsOf(rig, settings, sent)),
    seconds: Math.round((doneAfter - start) / 1000),
    sentPerSecond: perSecond(sent.accepted.size, sentAfter - start),
    donePerSecond: perSecond(rig.journal.finished.size, doneAfter - start),
    peakMegabytes: memory.peaks(),
  };
  process.stdout.write(textOf(report));
  if (settings.json !== undefined) {
    await writeFile(settings.json, `${JSON.stringify(report, undefined, 2)}\n`);
  }
  process.exitCode = problemsOf(report).length === 0 ? 0 : 1;
} finally {
  clearInterval(progress);
  memory.stop();
  await rig.stop();
}

function settingsOrExit(): SoakSettings {
  try {
    return readSettings(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof SettingsInvalid)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(2);
  }
}

/** False when something still waits after a long time. */
async function drained({ queues, journal }: Rig, { accepted }: Sent): Promise<boolean> {
  for (const start = performance.now(); performance.now() - start < DRAINED_WITHIN_MS; ) {
    const waiting = await queues.waiting().catch(() => undefined);
    const ended = journal.finished.size + journal.buried.size;
    if (waiting === 0 && ended >= accepted.size) return true;
    if (waiting === 0 && performance.now() - start > 120_000) return true;
    await delay(500);
  }
  return false;
}

function perSecond(count: number, milliseconds: number): number {
  return Math.round((count / milliseconds) * 1000);
}

function say(text: string): void {
  process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${text}\n`);
}
