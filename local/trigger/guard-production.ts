import type { StageConfiguration } from '../../infra/configuration.ts';
import type { TriggerArguments } from './arguments.ts';
import { isSandbox } from './is-sandbox.ts';

/** An invented event would stand among real ones, where state, handlers and other systems take it for true. */
export class ProductionGuarded extends Error {
  override readonly name = 'ProductionGuarded';
  readonly code = 'production-guarded';
  constructor(stage: string) {
    super(
      `Stage ${stage} is not known to be a sandbox: an invented event would stand among its real ones, be handled and announced. Nothing was sent. If you want that, add --yes-production.`,
    );
  }
}

/**
 * Lets events into sandboxes, and elsewhere only if the user has said so.
 *
 * @param stages what is written down in `infra/stages.ts`; undefined: only the name `sandbox` is known to be one
 * @throws ProductionGuarded, StageUnknown
 */
export function guardProduction(
  { to, yesProduction }: Pick<TriggerArguments, 'to' | 'yesProduction'>,
  stages: Readonly<Record<string, Pick<StageConfiguration, 'mode'>>> | undefined,
): void {
  if (!('stage' in to) || yesProduction) return;
  const mayBe = stages ? isSandbox(to.stage, stages) : to.stage === 'sandbox';
  if (!mayBe) throw new ProductionGuarded(to.stage);
}
