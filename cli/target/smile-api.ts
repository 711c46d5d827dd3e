import { isCancel, password } from '@clack/prompts';
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { ApiCredentials, SmileApi } from '../../lambdas/smile/rest/smile-api.ts';
import type { ReceiverOutputs } from '../../operations/receiver-outputs.ts';
import { KEY_VARIABLES, smileApiOf, smileKeys } from '../../operations/smile-keys.ts';
import { Misused } from '../misused.ts';

/**
 * Smile's API for a stage. Its key comes from the environment, from the stage's secret, or from a person, whose
 * terminal does not show it.
 *
 * @throws Misused where nobody can be asked
 */
export async function smileApiFor(
  secrets: SecretsManagerClient,
  outputs: ReceiverOutputs,
): Promise<SmileApi> {
  const found = await smileKeys(secrets, outputs, process.env);
  return smileApiOf(outputs, found ?? (await askForKeys()), process.env);
}

async function askForKeys(): Promise<ApiCredentials> {
  if (!process.stdin.isTTY) {
    throw new Misused(
      `Smile's API needs a key. Set ${KEY_VARIABLES.apiKey} and ${KEY_VARIABLES.apiSecret}.`,
    );
  }
  return {
    apiKey: await ask("API key, from Smile's portal:"),
    apiSecret: await ask('API secret:'),
  };
}

async function ask(message: string): Promise<string> {
  const answer = await password({ message, output: process.stderr });
  if (isCancel(answer) || !answer) throw new Misused('Nothing was done.');
  return answer;
}
