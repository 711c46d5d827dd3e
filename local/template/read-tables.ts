import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { generatedName } from './generated-name.ts';
import { type Part, partsOf, refuseOthers, type Template, textOf } from './template.ts';

/** A table as it is to be made; CloudFormation and DynamoDB's API write this part alike. */
export type TableDefinition = Pick<
  CreateTableCommandInput,
  'AttributeDefinitions' | 'BillingMode' | 'GlobalSecondaryIndexes' | 'KeySchema'
> & { readonly TableName: string };

/** What makes the table, */
const MADE: readonly string[] = [
  'AttributeDefinitions',
  'BillingMode',
  'GlobalSecondaryIndexes',
  'KeySchema',
];
/** and what protects or expires its rows on AWS only. */
const LEFT_OUT: readonly string[] = [
  'DeletionProtectionEnabled',
  'PointInTimeRecoverySpecification',
  'SSESpecification',
  'TableName',
  'Tags',
  'TimeToLiveSpecification',
];

/** The tables by logical id. @throws TemplateUnsupported */
export function readTables(
  template: Template,
  stage: string,
): Readonly<Record<string, TableDefinition>> {
  const parts = partsOf(template, 'AWS::DynamoDB::Table');
  return Object.fromEntries(parts.map((part) => [part.id, tableOf(part, stage)]));
}

function tableOf(part: Part, stage: string): TableDefinition {
  refuseOthers(part, [...MADE, ...LEFT_OUT]);
  const made = Object.entries(part.properties).filter(([name]) => MADE.includes(name));
  return {
    ...(Object.fromEntries(made) as Omit<TableDefinition, 'TableName'>),
    TableName:
      'TableName' in part.properties ? textOf(part, 'TableName') : generatedName(stage, part.id),
  };
}
