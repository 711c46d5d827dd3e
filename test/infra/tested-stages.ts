import type { StageConfiguration } from '../../infra/configuration.ts';
import { SMILE_ADDRESS } from '../../infra/settings.ts';
import { deliveredStages } from '../delivered/stages.ts';
import type { Expected } from './promises/promise.ts';

/** The stages as delivered, and a production with a widget, which somebody will write down. */
export const testedStages: Readonly<Record<string, StageConfiguration>> = {
  ...deliveredStages,
  'production-widget': {
    ...deliveredStages.production,
    widget: { origins: ['https://app.example.com', 'https://shop.example.com:8443'] },
  },
};

const DAYS = {
  sandbox: { logs: 30, bodies: 90, archive: 0 },
  production: { logs: 90, bodies: 90, archive: 30 },
};

/** What the template of a tested stage is expected to keep. */
export function expectedOf(stage: string): Expected {
  const { mode = 'sandbox', widget } = testedStages[stage] ?? {};
  return {
    stage,
    mode,
    addresses: [SMILE_ADDRESS],
    logLevel: 'INFO',
    days: DAYS[mode],
    worker: { seconds: 30, concurrency: 5, environment: {}, grants: [] },
    widget,
  };
}
