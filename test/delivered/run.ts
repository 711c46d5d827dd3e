import { readConfiguration } from '../../local/configuration.ts';
import { runUntilStopped } from '../../local/run-until-stopped.ts';
import { deliveredTemplate } from './template.ts';
import { WORKER_ENTRY } from './worker-entry.ts';

// What `npm start` runs, of the project as delivered: in a process of its own, configured and killed from outside.
await runUntilStopped(async () => ({
  ...readConfiguration(process.env),
  template: await deliveredTemplate(),
  workerEntry: WORKER_ENTRY,
}));
