import type { StageConfiguration } from '../../infra/configuration.ts';
import { stages } from '../../infra/stages.ts';
import type { Expected } from './promises/promise.ts';

/** What is written down for the stages; and a production with a widget, which somebody will write down. */
export const testedStages: Readonly<Record<string, StageConfiguration>> = {
  ...stages,
  'production-widget': {
    mode: 'production',
    ...stages.production,
    widget: { origins: ['https://app.example.com', 'https://shop.example.com:8443'] },
  },
};

/** What the template of a stage is expected to keep. */
export function expectedOf(stage: string): Expected {
  const { mode = 'sandbox', widget } = testedStages[stage] ?? {};
  return { stage, mode, widget };
}
