import { AttributeType, BillingMode, ProjectionType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { AWAITING_INDEX } from '../../lambdas/state/contract.ts';
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

  /** Lets an identity keep the rows of events and what is known about their things. Items of state are written whole. */
  grantKeepEvents(grantee: IGrantable): Grant {
    const readAndPut = ['dynamodb:GetItem', 'dynamodb:PutItem'];
    return Grant.addToPrincipal({
      grantee,
      actions: [...readAndPut, 'dynamodb:UpdateItem'],
      resourceArns: [this.ledger.tableArn],
    }).combine(
      Grant.addToPrincipal({
        grantee,
        actions: readAndPut,
        resourceArns: [this.state.tableArn],
      }),
    );
  }

  /** Lets an identity read what is known about one thing after the other. */
  grantQueryState(grantee: IGrantable): Grant {
    return Grant.addToPrincipal({
      grantee,
      actions: ['dynamodb:Query'],
      resourceArns: [this.state.tableArn],
    });
  }

  /** Lets an identity see the keys of what waits for a webhook. */
  grantQueryAwaiting(grantee: IGrantable): Grant {
    return Grant.addToPrincipal({
      grantee,
      actions: ['dynamodb:Query'],
      resourceArns: [`${this.state.tableArn}/index/${AWAITING_INDEX.name}`],
    });
  }

  /** Lets an identity find rows and facts, and write into a row what it does to the event. */
  grantRepair(grantee: IGrantable): Grant {
    const rows = Grant.addToPrincipal({
      grantee,
      actions: ['dynamodb:BatchGetItem', 'dynamodb:UpdateItem'],
      resourceArns: [this.ledger.tableArn],
    });
    const found = Grant.addToPrincipal({
      grantee,
      actions: ['dynamodb:Query'],
      resourceArns: ['bySubject', 'open'].map((index) => `${this.ledger.tableArn}/index/${index}`),
    });
    return rows.combine(found).combine(this.grantQueryState(grantee));
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
