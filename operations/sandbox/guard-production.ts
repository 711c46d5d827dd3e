import { isSandbox } from './is-sandbox.ts';
import type { ModeOf } from './stage-mode.ts';

/** An invented event would be among real ones, where state, handlers and other systems believe it. */
export class ProductionGuarded extends Error {
  override readonly name = 'ProductionGuarded';
  readonly code = 'production-guarded';
  constructor(stage: string) {
    super(
      `Stage ${stage} is not known to be a sandbox: an invented event would be handled and announced among its real ones. Nothing was sent. If you want that, add --yes-production.`,
    );
  }
}

/**
 * Lets invented events into sandboxes only.
 *
 * @throws ProductionGuarded, StageUnknown, StageOutOfReach
 */
export async function guardProduction(stage: string, modeOf?: ModeOf): Promise<void> {
  if (!(await isSandbox(stage, modeOf))) throw new ProductionGuarded(stage);
}
