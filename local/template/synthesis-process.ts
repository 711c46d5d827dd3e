import { rmSync } from 'node:fs';
import { leaveSignalsToParent } from '../leave-signals-to-parent.ts';

// The main of a synthesis's child process: the CDK app. When it has lost its parent it still comes to
// its end, in a second or two, and removes the directory that else the parent does.

const [parent, temporary = ''] = process.argv.slice(2);

process.on('exit', () => {
  if (String(process.ppid) === parent) return;
  rmSync(temporary, { recursive: true, force: true, maxRetries: 3 });
});
leaveSignalsToParent();

await import('../../infra/app.ts');
