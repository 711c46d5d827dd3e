import {
  CreateEventBusCommand,
  EventBridgeClient,
  ResourceAlreadyExistsException,
} from '@aws-sdk/client-eventbridge';
import { clientOptions } from '../clients.ts';
import { EngineNotEmbedded } from '../engines/errors.ts';
import type { EventBridgeControl } from './event-bridge.ts';

/** The bus in somebody else's EventBridge; made when absent. What it takes cannot be seen from here. */
export async function useEventBridge(endpoint: string, bus: string): Promise<EventBridgeControl> {
  const client = new EventBridgeClient(clientOptions(endpoint));
  try {
    await client.send(new CreateEventBusCommand({ Name: bus }));
  } catch (error) {
    if (!(error instanceof ResourceAlreadyExistsException)) throw error;
  } finally {
    client.destroy();
  }
  return {
    announcements: [],
    failNext() {
      throw new EngineNotEmbedded();
    },
  };
}
