import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { clientOptions, createClients } from '../../local/clients.ts';
import { localOption, localStackAt } from '../local-stage.ts';
import type { Examined } from './examined.ts';

/**
 * The local run, whose Smile is the stand-in.
 *
 * @param url of the run, such as `http://127.0.0.1:8787`
 * @throws LocalRunUnreachable
 */
export async function examineLocal(url: string): Promise<Examined> {
  const { stage, endpoints, outputs, smileApiUrl, operatorKey } = await localStackAt(url);
  return {
    title: `local run of ${stage} · ${url}`,
    option: localOption(url),
    stage,
    deployed: undefined,
    sqs: createClients(endpoints, operatorKey).sqs,
    secretsManager: new SecretsManagerClient(clientOptions(endpoints.secretsManager, operatorKey)),
    smileStandIn: smileApiUrl,
    outputs: () => Promise.resolve(outputs),
  };
}
