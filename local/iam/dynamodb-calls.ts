import type { Input } from './json-calls.ts';
import { arnIn, type Permission, permission } from './permission.ts';

/** What each part of a transaction needs. */
const PARTS: Readonly<Record<string, string>> = {
  Get: 'GetItem',
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
};

/** What a call of DynamoDB needs: per table, and for an index on the index alone. */
export function tablePermissions(operation: string, input: Input): readonly Permission[] {
  const { TableName, IndexName, RequestItems, TransactItems } = input;
  if (Array.isArray(TransactItems)) return (TransactItems as Input[]).flatMap(partPermissions);
  const named = typeof TableName === 'string' ? [TableName] : [];
  const tables = RequestItems ? Object.keys(RequestItems) : named;
  if (tables.length === 0) return [permission(`dynamodb:${operation}`, '*')];
  const index = typeof IndexName === 'string' ? `/index/${IndexName}` : '';
  return tables.map((table) => permission(`dynamodb:${operation}`, `${tableArn(table)}${index}`));
}

function partPermissions(item: Input): readonly Permission[] {
  return Object.entries(item).map(([kind, part]) =>
    permission(
      `dynamodb:${PARTS[kind] ?? kind}`,
      tableArn(String((part as { readonly TableName?: unknown }).TableName)),
    ),
  );
}

function tableArn(table: string): string {
  return arnIn('dynamodb', table, 'table/');
}
