import { describe, expect, it } from 'vitest';
import {
  guardProduction,
  ProductionGuarded,
} from '../../../operations/sandbox/guard-production.ts';
import { modeIn } from '../../../operations/sandbox/stage-mode.ts';
import { StageUnknown } from '../../../operations/sandbox/stage-unknown.ts';

const stages = {
  sandbox: { mode: 'sandbox' },
  'sandbox-eu': { mode: 'sandbox' },
  live: { mode: 'production' },
  production: { mode: 'sandbox' },
} as const;
const guard = (stage: string) => guardProduction(stage, async (name) => modeIn(stages, name));

describe('the guard of production', () => {
  it.each(['sandbox', 'sandbox-eu'])('lets invented events into %s', async (stage) => {
    await expect(guard(stage)).resolves.toBeUndefined();
  });

  it.each(['production', 'live'])('keeps invented events out of %s', async (stage) => {
    await expect(guard(stage)).rejects.toThrow(ProductionGuarded);
    await expect(guard(stage)).rejects.toThrow('--yes-production');
  });

  it.each(['sandbx', 'constructor'])(
    'keeps them out of %s, which is not a stage, and names those that are',
    async (stage) => {
      await expect(guard(stage)).rejects.toThrow(StageUnknown);
      await expect(guard(stage)).rejects.toThrow(
        `There is no stage ${stage} in infra/stages.ts. There are: sandbox, sandbox-eu, live, production.`,
      );
    },
  );

  it('knows production by its name, and asks nobody for its mode', async () => {
    const asking = guardProduction('production', () => Promise.reject(new Error('asked')));

    await expect(asking).rejects.toThrow(ProductionGuarded);
  });
});
