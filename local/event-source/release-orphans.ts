import { ChangeMessageVisibilityCommand } from '@aws-sdk/client-sqs';
import type { Clients } from '../clients.ts';

/** The part of fauxqs's own queue inspection that is used here. */
interface QueueInspection {
  readonly messages: { readonly inflight: readonly { readonly receiptHandle: string }[] };
}

/**
 * Makes visible what was in flight when the last run with this data ended. Whoever held it died with
 * that run, so nobody need wait three minutes for the visibility timeout. AWS has no such moment.
 */
export async function releaseOrphans(
  clients: Clients,
  queueUrls: readonly string[],
): Promise<void> {
  for (const QueueUrl of queueUrls) {
    const { origin, pathname } = new URL(QueueUrl);
    const queueName = pathname.split('/').at(-1);
    const response = await fetch(`${origin}/_fauxqs/queues/${queueName}`);
    const { messages } = (await response.json()) as QueueInspection;
    for (const { receiptHandle: ReceiptHandle } of messages.inflight) {
      const release = { QueueUrl, ReceiptHandle, VisibilityTimeout: 0 };
      await clients.sqs.send(new ChangeMessageVisibilityCommand(release));
    }
  }
}
