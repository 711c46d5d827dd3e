import { afterEach, expect, it, vi } from 'vitest';
import { MissingEnvironment } from '../../../lambdas/aws/environment.ts';
import { WORKER_VARIABLES } from '../../../lambdas/worker/contract.ts';
import { deployedParts } from '../../../lambdas/worker/deployed-parts.ts';
import { handlers } from '../../delivered/handlers.ts';

/** What the stack gives to the worker. */
function deploy(over: Readonly<Record<string, string>>): void {
  for (const name of WORKER_VARIABLES) vi.stubEnv(name, '180');
  for (const [name, value] of Object.entries(over)) vi.stubEnv(name, value);
}
afterEach(() => void vi.unstubAllEnvs());

it('the worker tries events as often as its stage says', () => {
  deploy({ RETRY_ATTEMPTS: '20', RETRY_BASE_SECONDS: '60', RETRY_MAX_FAULT_SECONDS: '1800' });

  const { retry } = deployedParts(handlers);

  expect(retry).toEqual({ maxAttempts: 20, baseSeconds: 60, maxFaultSeconds: 1800 });
});

it.each(WORKER_VARIABLES.filter((name) => name !== 'POWERTOOLS_LOG_LEVEL'))(
  'the worker does not start without its variable %s',
  (name) => {
    deploy({ [name]: '' });

    expect(() => deployedParts(handlers)).toThrow(MissingEnvironment);
  },
);
