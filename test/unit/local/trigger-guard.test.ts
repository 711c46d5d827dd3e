import { describe, expect, it } from 'vitest';
import { guardProduction, ProductionGuarded } from '../../../local/trigger/guard-production.ts';
import { StageUnknown } from '../../../local/trigger/stage-unknown.ts';

const stages = {
  sandbox: { mode: 'sandbox' },
  'sandbox-eu': { mode: 'sandbox' },
  live: { mode: 'production' },
  production: { mode: 'sandbox' },
} as const;
const guard = (stage: string, yesProduction = false) => {
  guardProduction({ to: { stage }, yesProduction }, stages);
};

describe('the guard of production', () => {
  it.each(['sandbox', 'sandbox-eu'])('lets invented events into %s', (stage) => {
    expect(() => guard(stage)).not.toThrow();
  });

  it.each(['production', 'live'])(
    'keeps invented events out of %s, unless the user has said so',
    (stage) => {
      expect(() => guard(stage)).toThrow(ProductionGuarded);
      expect(() => guard(stage)).toThrow('--yes-production');
      expect(() => guard(stage, true)).not.toThrow();
    },
  );

  it.each(['sandbx', 'constructor'])(
    'keeps them out of %s, which is no stage, and names those that are',
    (stage) => {
      expect(() => guard(stage)).toThrow(StageUnknown);
      expect(() => guard(stage)).toThrow(
        `There is no stage ${stage} in infra/stages.ts. There are: sandbox, sandbox-eu, live, production.`,
      );
      // Deployed from another checkout, perhaps.
      expect(() => guard(stage, true)).not.toThrow();
    },
  );

  it('knows production by its name, also where it is called otherwise', () => {
    const to = { stage: 'production' };

    expect(() => guardProduction({ to, yesProduction: false }, {})).toThrow(ProductionGuarded);
  });

  it('does not ask about a receiver that is named by its URL', () => {
    const to = { url: 'http://127.0.0.1:8787/webhooks' };

    expect(() => guardProduction({ to, yesProduction: false }, stages)).not.toThrow();
  });
});
