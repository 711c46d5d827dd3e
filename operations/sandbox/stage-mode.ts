import type { StageConfiguration } from '../../infra/configuration.ts';
import { StageUnknown } from './stage-unknown.ts';

/** Looks up the mode of a stage: `sandbox` or `production`. */
export type ModeOf = (stage: string) => Promise<string>;

/** The mode that `infra/stages.ts` of this clone says. Throws {@link StageUnknown}. */
export const writtenMode: ModeOf = async (stage) => {
  const { stages } = await import('../../infra/stages.ts');
  return modeIn(stages, stage);
};

/**
 * The mode of a stage by what is written down for it.
 *
 * @throws StageUnknown
 */
export function modeIn(
  stages: Readonly<Record<string, Pick<StageConfiguration, 'mode'>>>,
  stage: string,
): string {
  const found = Object.hasOwn(stages, stage) ? stages[stage] : undefined;
  if (!found) throw new StageUnknown(stage, Object.keys(stages));
  return found.mode;
}

/** The mode that the deployed stack says. The AWS client is loaded only then. Throws `StageOutOfReach`. */
export const deployedMode: ModeOf = async (stage) => {
  const { deployedOutputs } = await import('../deployed-outputs.ts');
  const { mode } = await deployedOutputs(stage, { mode: 'Mode' });
  return mode;
};
