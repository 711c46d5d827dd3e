import type { StageConfiguration } from './configuration.ts';

/**
 * The stages that can be deployed, one stack each: `npx cdk deploy -c stage=sandbox`. Edit this.
 *
 * Every key and its default is in `configuration.ts`; a wrong one stops the synthesis with a sentence.
 * Further stages are further entries: the name becomes part of the names of the queues, the bus and its archive.
 */
export const stages: Readonly<Record<string, StageConfiguration>> = {
  sandbox: {
    mode: 'sandbox',
    // The pages that may use the Wink Widget: here those of the local run.
    widget: { origins: ['http://127.0.0.1:8787', 'http://localhost:8787'] },
  },
  production: {
    mode: 'production',
    retentionDays: { logs: 90 },
    archiveDays: 30,
    // With the Wink Widget in your pages: widget: { origins: ['https://app.example.com'] },
  },
};
