import type { StageConfiguration } from '../../infra/configuration.ts';

/** The stages as they are delivered, repeated here: `infra/stages.ts` is its user's to change. */
export const deliveredStages = {
  sandbox: {
    mode: 'sandbox',
    widget: { origins: ['http://127.0.0.1:8787', 'http://localhost:8787'] },
  },
  production: { mode: 'production', retentionDays: { logs: 90 }, archiveDays: 30 },
} as const satisfies Readonly<Record<string, StageConfiguration>>;
