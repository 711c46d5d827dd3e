import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { onAws } from './aws-fault.ts';
import { clientOptions } from './options.ts';

const eventBridge = new EventBridgeClient(clientOptions);

/** EventBridge took the request but not the entry. */
export class EntryRefused extends Error {
  override readonly name = 'EntryRefused';
  readonly code: string;
  constructor(code = 'unknown') {
    super(
      'EventBridge did not take the entry: check that the bus exists and what its policy allows.',
    );
    this.code = code;
  }
}

/**
 * Puts one entry on a bus; `detail` must be an object that JSON can carry.
 *
 * @throws AwsFault when EventBridge is in trouble, throttles, or does not let us
 * @throws AwsRefusal when it will never take this entry
 */
export async function putEvent(
  bus: string,
  source: string,
  detailType: string,
  detail: object,
  abortSignal: AbortSignal,
): Promise<void> {
  const command = new PutEventsCommand({
    Entries: [
      {
        EventBusName: bus,
        Source: source,
        DetailType: detailType,
        Detail: JSON.stringify(detail),
      },
    ],
  });
  await onAws(async () => {
    const { FailedEntryCount, Entries } = await eventBridge.send(command, { abortSignal });
    if (FailedEntryCount) throw new EntryRefused(Entries?.[0]?.ErrorCode);
  });
}
