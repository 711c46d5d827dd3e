import type { DataDirectory } from '../data-directory.ts';
import type { EngineControl } from '../engines/engine.ts';
import { foreignEngine, startEngines } from '../engines/start-engines.ts';
import type { Endpoints } from '../environment.ts';
import type { Judge } from '../iam/judge.ts';
import type { System } from '../template/system.ts';
import { askEndpoint } from './endpoint-unreachable.ts';
import { type EventBridgeControl, startEventBridge } from './event-bridge.ts';
import { type Secrets, startSecretsManager } from './secrets-manager.ts';

/** The five AWS services that the system stands on. */
export interface Backends {
  readonly endpoints: Endpoints;
  readonly engines: { readonly sqs: EngineControl; readonly dynamodb: EngineControl };
  readonly secretsManager: Secrets;
  readonly eventBridge: EventBridgeControl;
  /** True when the queues belong to this run alone, so that what was in flight at its start is nobody's. */
  readonly embedded: boolean;
  close(): Promise<void>;
}

type SecretTexts = Readonly<Record<string, string>>;

/**
 * Starts the embedded services, on free ports of 127.0.0.1.
 *
 * @param secrets their whole texts, by name
 * @param judge of what functions ask for. Default: they may do everything
 */
export async function startBackends(
  { bus }: Pick<System, 'bus'>,
  secrets: SecretTexts,
  directory: DataDirectory,
  logLine: (line: string) => void,
  judge?: Judge,
): Promise<Backends> {
  const secretsManager = await startSecretsManager(secrets, judge);
  const eventBridge = await startEventBridge(bus.name, judge);
  const closeServices = async () => {
    await Promise.all([secretsManager.close(), eventBridge.close()]);
  };
  try {
    const { sqs, dynamodb, stop } = await startEngines(directory, logLine, judge);
    return {
      endpoints: {
        sqs: sqs.url,
        s3: sqs.url,
        dynamodb: dynamodb.url,
        secretsManager: secretsManager.url,
        eventBridge: eventBridge.url,
      },
      engines: { sqs, dynamodb },
      secretsManager,
      eventBridge,
      embedded: true,
      async close() {
        await Promise.all([stop(), closeServices()]);
      },
    };
  } catch (error) {
    await closeServices();
    throw error;
  }
}

/**
 * Uses one endpoint of somebody else for all five.
 *
 * @throws EndpointUnreachable
 */
export async function useBackends(
  { bus }: Pick<System, 'bus'>,
  secrets: SecretTexts,
  endpoint: string,
): Promise<Backends> {
  // Loaded here, since the embedded services need neither client.
  const { useSecretsManager } = await import('./foreign-secrets-manager.ts');
  const { useEventBridge } = await import('./foreign-event-bridge.ts');
  return {
    endpoints: {
      sqs: endpoint,
      s3: endpoint,
      dynamodb: endpoint,
      secretsManager: endpoint,
      eventBridge: endpoint,
    },
    engines: { sqs: foreignEngine, dynamodb: foreignEngine },
    secretsManager: await askEndpoint(endpoint, () => useSecretsManager(endpoint, secrets)),
    eventBridge: await askEndpoint(endpoint, () => useEventBridge(endpoint, bus.name)),
    embedded: false,
    close: () => Promise.resolve(),
  };
}
