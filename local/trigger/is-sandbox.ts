import type { StageConfiguration } from '../../infra/configuration.ts';
import { StageUnknown } from './stage-unknown.ts';

/**
 * Whether invented events may come into a stage. The name `production` is none that they may, whatever its
 * mode, and also where nobody has written it down.
 *
 * @param stages what is written down in `infra/stages.ts`
 * @throws StageUnknown
 */
export function isSandbox(
  stage: string,
  stages: Readonly<Record<string, Pick<StageConfiguration, 'mode'>>>,
): boolean {
  if (stage === 'production') return false;
  if (!Object.hasOwn(stages, stage)) throw new StageUnknown(stage, Object.keys(stages));
  return stages[stage]?.mode === 'sandbox';
}
