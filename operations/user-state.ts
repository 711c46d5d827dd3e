import { paginateQuery } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { StateItem } from '../lambdas/state/state-item.ts';
import type { Stage } from './stage.ts';

/** What is known about a user: profile, session, accounts, archives and invites. */
export async function userState(
  { dynamodb, names }: Stage,
  userId: string,
): Promise<readonly StateItem[]> {
  const pages = paginateQuery(
    { client: dynamodb },
    {
      TableName: names.state,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: `USER#${userId}` } },
    },
  );
  const items: StateItem[] = [];
  for await (const { Items = [] } of pages) {
    items.push(...Items.map((item) => unmarshall(item) as StateItem));
  }
  return items;
}
