import type { StageConfiguration } from '../../infra/configuration.ts';
import { runApp } from '../../infra/run-app.ts';
import { stages } from '../../infra/stages.ts';
import { HANDLERS } from './handlers-path.ts';

// The CDK app with the stages that are written down, but without their business code: a synthesis loads it.
await runApp(
  Object.fromEntries(
    Object.entries(stages).map(([stage, { handlers, ...configuration }]) => [
      stage,
      { ...configuration, handlers: withoutBusinessCode(handlers) },
    ]),
  ),
);

function withoutBusinessCode(written: StageConfiguration['handlers']) {
  const { bundling: _, ...others } = typeof written === 'object' ? written : {};
  return { ...others, entry: HANDLERS };
}
