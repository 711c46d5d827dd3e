import {
  SMILE_CREDENTIALS,
  type SmileCredentials,
} from '../../lambdas/secret/smile-credentials.ts';
import { isSmileMode, SMILE_BASE_URLS } from '../../lambdas/smile/rest/base-url.ts';
import { type SmileApi, smileApiAt } from '../../lambdas/smile/rest/smile-api.ts';
import { StageOutOfReach } from '../../local/trigger/stage-out-of-reach.ts';
import { type Examined, outputOf } from './examined.ts';
import { readSecret } from './read-secret.ts';

/** Where Smile's key and another base URL may stand. A local run needs neither: its Smile is the stand-in. */
export interface SmileVariables {
  readonly SMILE_API_KEY?: string | undefined;
  readonly SMILE_API_SECRET?: string | undefined;
  readonly SMILE_API_URL?: string | undefined;
}

/**
 * Smile's REST API as this stage uses it, by the key in the environment, else by the one in the stage's own secret.
 * Undefined if there is none.
 *
 * @throws StageOutOfReach, SmileUrlRefused
 */
export async function smileAccess(
  examined: Examined,
  variables: SmileVariables,
  signal: AbortSignal,
): Promise<SmileApi | undefined> {
  const own = examined.smileStandIn === undefined ? variables : {};
  const credentials = keyIn(own) ?? (await keyOf(examined, signal));
  if (!credentials) return undefined;
  const url = examined.smileStandIn ?? own.SMILE_API_URL ?? (await smileUrl(examined));
  return smileApiAt(url)(credentials);
}

function keyIn(variables: SmileVariables): SmileCredentials | undefined {
  const { SMILE_API_KEY: apiKey = '', SMILE_API_SECRET: apiSecret = '' } = variables;
  if (apiKey === '' && apiSecret === '') return undefined;
  if (apiKey !== '' && apiSecret !== '') return { apiKey, apiSecret };
  throw new StageOutOfReach(
    'secret-unusable',
    "Set both SMILE_API_KEY and SMILE_API_SECRET, the pair from Smile's portal, or neither.",
  );
}

/** Only a stage with a widget has a place for the key, and its owner may not have put it in. */
async function keyOf(
  { outputs, secretsManager }: Examined,
  signal: AbortSignal,
): Promise<SmileCredentials | undefined> {
  const { ApiCredentialsName: name } = await outputs();
  if (name === undefined) return undefined;
  return (await readSecret(secretsManager, name, SMILE_CREDENTIALS, signal)).value;
}

async function smileUrl(examined: Examined): Promise<string> {
  const mode = await outputOf(examined, 'Mode');
  return SMILE_BASE_URLS[isSmileMode(mode) ? mode : 'production'];
}
