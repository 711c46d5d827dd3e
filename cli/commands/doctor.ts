import type { Command } from 'commander';
import type { DoctorOptions } from '../doctor/doctor.ts';
import { several } from '../target/filter-options.ts';
import { addTarget } from '../target/target-options.ts';

const EXAMPLES = `
Examples:
  smile doctor --stage production
  smile doctor --stage production --only registration,alarms --verbose
  SMILE_API_KEY=… SMILE_API_SECRET=… smile doctor --stage production
`;

const MARKS = `
Marks: ✓ well, ! a warning, ✗ a problem, ? could not be looked at, – not here. It ends with 1 if there is a ✗ or a ?.
`;

/** Adds `smile doctor`. */
export function addDoctor(smile: Command): void {
  const command = smile
    .command('doctor')
    .summary('say whether a stage is well, and the cure')
    .description(
      'Looks at a stage, changes nothing, and says whether it is well. Each cure is a command or a sentence.',
    )
    .addHelpText('before', EXAMPLES)
    .addHelpText('after', MARKS)
    .option('--only <checks>', 'only these checks', several)
    .option('--watch', 'look again every 30 seconds, until Ctrl-C')
    .option('--verbose', 'print what it was judged by');
  addTarget(command).action(async (options: DoctorOptions) => {
    const { doctor } = await import('../doctor/doctor.ts');
    await doctor(options);
  });
}
