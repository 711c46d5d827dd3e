import { marshall } from '@aws-sdk/util-dynamodb';

/** Whether DynamoDB's client takes this as an item, with nothing in it that is undefined. */
export function isStorable(item: object): boolean {
  try {
    marshall(item);
    return true;
  } catch {
    return false;
  }
}
