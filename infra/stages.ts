import type { StageConfiguration } from './configuration.ts';

/**
 * The stages that can be deployed, one stack each: `npx cdk deploy -c stage=sandbox`. Edit this.
 *
 * Every key and its default is in `configuration.ts`; a wrong one stops the synthesis with a sentence.
 * Further stages are further entries: the name becomes part of the names of the queues and the bus.
 */
export const stages: Readonly<Record<string, StageConfiguration>> = {
  sandbox: {
    mode: 'sandbox',
  },
  production: {
    mode: 'production',
    retentionDays: { logs: 90 },
    archiveDays: 30,
  },
};
