import { setTimeout as delay } from 'node:timers/promises';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import type { Clients } from '../clients.ts';
import type { MappingDefinition } from '../template/read-mapping.ts';
import { failedMessages } from './batch-response.ts';
import { outageLog } from './outage-log.ts';
import { toRecord } from './record.ts';

/** What an event source mapping connects. */
export interface EventSourceParts {
  readonly clients: Pick<Clients, 'sqs' | 'poller'>;
  readonly mapping: Pick<MappingDefinition, 'batchSize' | 'concurrency' | 'reportsItemFailures'>;
  readonly queueUrl: string;
  readonly queueArn: string;
  readonly invoke: (event: unknown) => Promise<unknown>;
  readonly logLine: (line: string) => void;
}

/** A running mapping. */
export interface EventSource {
  /** Receives nothing more, and gives running invocations this long to end. */
  quiet(withinMilliseconds: number): Promise<void>;
  /** Resolves after the last poll has come back. */
  readonly ended: Promise<unknown>;
}

/**
 * A poll is never aborted: the engine would give the next message to the connection that has gone, and
 * hide it for one visibility timeout. So the wait is what a stop may take. It costs no latency: an
 * engine's poll wakes within 20 ms of a message that arrives, becomes visible again, or whose group
 * is unlocked. (It wakes all pollers for one message; the others come back empty and poll again.)
 */
const POLL_SECONDS = 2;
const BACKOFF_MS = 250;

/** Takes messages to a function, as Lambda's event source mapping does. */
export function startEventSource(parts: EventSourceParts): EventSource {
  const { clients, mapping, queueUrl: QueueUrl, queueArn, invoke, logLine } = parts;
  const outage = outageLog('The queue', logLine);
  const running = new Set<Promise<void>>();
  const stopping = new AbortController();
  const { signal } = stopping;

  const receive = async (): Promise<Message[]> => {
    const command = new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages: mapping.batchSize,
      WaitTimeSeconds: POLL_SECONDS,
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
    });
    try {
      const { Messages = [] } = await clients.poller.send(command);
      outage.over();
      return Messages;
    } catch (error) {
      if (signal.aborted) return [];
      outage.began(error);
      await delay(BACKOFF_MS);
      return [];
    }
  };

  const handle = async (messages: readonly Message[]): Promise<void> => {
    const Records = messages.map((message) => toRecord(message, queueArn));
    const ids = Records.map(({ messageId }) => messageId);
    try {
      const answer = await invoke({ Records });
      // What failed stays hidden until its visibility timeout is over, or what the function made of it.
      const failed = mapping.reportsItemFailures ? failedMessages(answer, ids) : new Set();
      for (const { messageId, receiptHandle: ReceiptHandle } of Records) {
        if (failed.has(messageId)) continue;
        await clients.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      }
    } catch (error) {
      if (signal.aborted) return;
      for (const id of ids) logLine(`Message ${id} stays in the queue: ${String(error)}`);
    }
  };

  const giveBack = async (messages: readonly Message[]): Promise<void> => {
    for (const { ReceiptHandle } of messages) {
      const command = { QueueUrl, ReceiptHandle, VisibilityTimeout: 0 };
      // Its engine may have ended first; then it comes back with the next start.
      await clients.poller.send(new ChangeMessageVisibilityCommand(command)).catch(() => undefined);
    }
  };

  const poll = async (): Promise<void> => {
    while (!signal.aborted) {
      const messages = await receive();
      if (messages.length === 0) continue;
      const work = signal.aborted ? giveBack(messages) : handle(messages);
      running.add(work);
      await work;
      running.delete(work);
    }
  };

  const ended = Promise.all(Array.from({ length: mapping.concurrency }, poll));
  return {
    ended,
    async quiet(withinMilliseconds) {
      stopping.abort();
      await Promise.race([
        Promise.all(running),
        delay(withinMilliseconds, undefined, { ref: false }),
      ]);
    },
  };
}
