import { readConfiguration } from '../../local/configuration.ts';
import { startLocal } from '../../local/start.ts';
import { deliveredTemplate } from './template.ts';
import { WORKER_ENTRY } from './worker-entry.ts';

// A local run of the project as delivered in a process of its own, configured and killed from outside.
const run = await startLocal({
  ...readConfiguration(process.env),
  template: await deliveredTemplate(),
  workerEntry: WORKER_ENTRY,
});
process.stdout.write(`Ready: post events to ${run.webhookUrl}\n`);
