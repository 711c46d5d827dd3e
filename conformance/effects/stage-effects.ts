import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { bodiesView } from '../../local/inspection/bodies-view.ts';
import { ledgerView } from '../../local/inspection/ledger-view.ts';
import { queuesView } from '../../local/inspection/queues-view.ts';
import { askAws } from '../../operations/ask-aws.ts';
import type { StageNames } from '../../operations/stage.ts';
import type { Effects, Item, Row } from './effects.ts';

/**
 * The effects of a deployed stage: its tables, bucket and queues, read with the caller's own AWS identity.
 * Announcements go to the bus, which shows them to its rules only. Every look may reject with
 * `StageOutOfReach`.
 */
export function stageEffects(names: StageNames): Effects {
  const { ledger, state, bodies, events, deadLetters } = names;
  const tables = { LEDGER_TABLE: ledger, STATE_TABLE: state };
  const view = ledgerView(new DynamoDBClient({}), tables);
  const urls = { EVENTS_QUEUE_URL: events, DEAD_LETTERS_QUEUE_URL: deadLetters };
  const bucket = bodiesView(new S3Client({}), bodies);
  const queues = queuesView(new SQSClient({}), urls);
  return {
    async row(eventId) {
      const ask = () => view.event(eventId);
      return (await askAws({ action: 'dynamodb:GetItem', on: `the table ${ledger}`, ask })) as
        | Row
        | undefined;
    },
    async body(ref) {
      // Without the second S3 does not tell that an object is absent (S3 API reference, GetObject).
      const action = 's3:GetObject and s3:ListBucket';
      return await askAws({ action, on: `the bucket ${bodies}`, ask: () => bucket.body(ref) });
    },
    async items(partition) {
      const ask = () => view.state(partition);
      return (await askAws({
        action: 'dynamodb:Query',
        on: `the table ${state}`,
        ask,
      })) as readonly Item[];
    },
    async queues() {
      return await askAws({
        action: 'sqs:GetQueueAttributes',
        on: `the queues ${events} and ${deadLetters}`,
        ask: () => queues.depths(),
      });
    },
    async announcements() {
      return undefined;
    },
  };
}
