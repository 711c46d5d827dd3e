import { AttributeType, BillingMode, ProjectionType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import type { Lifetime } from '../lifetime.ts';
import { pinLogicalId } from '../logical-id.ts';
import type { IndexSettings, Settings, TableSettings } from '../settings.ts';

/** The ledger, one row per event, and the state, one item per thing. */
export class Tables extends Construct {
  readonly ledger: Table;
  readonly state: Table;

  constructor(scope: Construct, id: string, settings: Settings, lifetime: Lifetime) {
    super(scope, id);
    this.ledger = this.table('LedgerTable', settings.ledger, lifetime);
    this.state = this.table('StateTable', settings.state, lifetime);
  }

  /** Without a name of its own, so that a table that outlived its stack never blocks the next one. */
  private table(id: string, settings: TableSettings, lifetime: Lifetime): Table {
    const { partitionKey, sortKey, ttlAttribute, indexes } = settings;
    const table = new Table(this, id, {
      ...keys(partitionKey, sortKey),
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: lifetime.protected,
      removalPolicy: lifetime.removalPolicy,
      ...(ttlAttribute ? { timeToLiveAttribute: ttlAttribute } : {}),
    });
    for (const index of indexes) addIndex(table, index);
    pinLogicalId(table, id);
    return table;
  }
}

function addIndex(table: Table, { name, partitionKey, sortKey, projection }: IndexSettings): void {
  table.addGlobalSecondaryIndex({
    indexName: name,
    ...keys(partitionKey, sortKey),
    ...(typeof projection === 'string'
      ? { projectionType: ProjectionType[projection] }
      : { projectionType: ProjectionType.INCLUDE, nonKeyAttributes: [...projection] }),
  });
}

function keys(partitionKey: string, sortKey: string | undefined) {
  return {
    partitionKey: { name: partitionKey, type: AttributeType.STRING },
    ...(sortKey ? { sortKey: { name: sortKey, type: AttributeType.STRING } } : {}),
  };
}
