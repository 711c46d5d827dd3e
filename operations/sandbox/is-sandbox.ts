import { isSource } from '../../infra/bundle/beside.ts';
import { deployedMode, type ModeOf, writtenMode } from './stage-mode.ts';

/**
 * Whether invented events may come into a stage. They may never come into a stage with the name `production`,
 * whatever its mode is.
 *
 * @param modeOf where the mode is looked up: in a clone `infra/stages.ts`, elsewhere the deployed stack
 * @throws StageUnknown, StageOutOfReach
 */
export async function isSandbox(
  stage: string,
  modeOf: ModeOf = isSource ? writtenMode : deployedMode,
): Promise<boolean> {
  return stage !== 'production' && (await modeOf(stage)) === 'sandbox';
}
