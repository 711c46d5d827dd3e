import { CHECKS } from '../../operations/doctor/checks.ts';
import type { Examined } from '../../operations/doctor/examined.ts';
import type { Mark } from '../../operations/doctor/finding.ts';
import { runChecks } from '../../operations/doctor/run-checks.ts';
import { pauseUnless } from '../../operations/pause.ts';
import { Misused } from '../misused.ts';
import { counted } from '../output/counted.ts';
import { onInterruption } from '../repair/interruption.ts';
import type { TargetOptions } from '../target/target-options.ts';
import { type PrintOptions, printChecked } from './print-checked.ts';

/** What `smile doctor` takes. */
export type DoctorOptions = TargetOptions &
  PrintOptions & { readonly only?: readonly string[]; readonly watch?: true };

/** AWS counts alarms and metrics by the minute. */
const WATCH_EVERY_MS = 30_000;

/** Looks at everything once, or until Ctrl-C, and prints what is found. */
export async function doctor(options: DoctorOptions): Promise<void> {
  const checks = chosen(options.only);
  if (!options.watch) return await examine(checks, options);
  const { signal, end } = onInterruption();
  while (!signal.aborted) {
    await examine(checks, options);
    await pauseUnless(signal, WATCH_EVERY_MS);
  }
  end();
}

function chosen(only: DoctorOptions['only']) {
  const unknown = only?.find((name) => !CHECKS.some((check) => check.name === name));
  if (unknown === undefined) return CHECKS.filter(({ name }) => only?.includes(name) ?? true);
  const names = CHECKS.map(({ name }) => name).join(', ');
  throw new Misused(`There is no check "${unknown}". Name some of ${names}.`);
}

async function examine(checks: typeof CHECKS, options: DoctorOptions): Promise<void> {
  const begun = performance.now();
  const examined = await examinedBy(options);
  process.stderr.write(`${examined.title}\n`);
  const marks: Mark[] = [];
  for (const checking of runChecks(checks, examined)) {
    const checked = await checking;
    marks.push(checked.mark);
    printChecked(checked, options);
  }
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  process.stderr.write(`${summaryOf(marks)} in ${seconds} s\n`);
  // What could not be looked at is not known to be well.
  if (marks.some((mark) => mark === 'problem' || mark === 'unseen')) process.exitCode ??= 1;
}

async function examinedBy({ stage, url }: TargetOptions): Promise<Examined> {
  if (stage === undefined) {
    return await (await import('../../operations/doctor/examine-local.ts')).examineLocal(url);
  }
  return await (await import('../../operations/doctor/examine-deployed.ts')).examineDeployed(stage);
}

function summaryOf(marks: readonly Mark[]): string {
  const count = (mark: Mark) => marks.filter((each) => each === mark).length;
  const parts = [
    counted(count('problem'), 'problem'),
    counted(count('warning'), 'warning'),
    ...(count('unseen') > 0 ? [`${count('unseen')} not seen`] : []),
    `${count('fine')} fine`,
    ...(count('not-here') > 0 ? [`${count('not-here')} not here`] : []),
  ];
  return parts.join(', ');
}
