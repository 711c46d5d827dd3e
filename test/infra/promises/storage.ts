import { all, one, property, type Template, words } from '../template.ts';
import { type Promised, unequal } from './promise.ts';

const TABLE = 'AWS::DynamoDB::Table';
const bucket = (template: Template) => one(template, 'AWS::S3::Bucket');

/** What production keeps when its stack goes: all that holds events, and what Smile signs with. */
const KEPT = ['LedgerTable', 'StateTable', 'BodiesBucket', 'WebhookSecret'];
const KEPT_OF_THE_WIDGET = ['WidgetSessionSecret', 'ApiCredentials'];

const ledgerAndState = (template: Template) =>
  ['LedgerTable', 'StateTable'].map((id) => one(template, TABLE, id));

export const storage: readonly Promised[] = [
  {
    promise: 'the ledger is keyed by event, found by subject, and lists what is not done',
    broken(template) {
      const ledger = one(template, TABLE, 'LedgerTable');
      const indexes = property(ledger, 'GlobalSecondaryIndexes') as Record<string, unknown>[];
      return unequal({
        key: [property(ledger, 'KeySchema'), [{ AttributeName: 'eventId', KeyType: 'HASH' }]],
        indexes: [
          indexes.map(({ IndexName, KeySchema, Projection }) => [
            IndexName,
            (KeySchema as { AttributeName: string }[]).map(({ AttributeName }) => AttributeName),
            (Projection as { NonKeyAttributes: string[] }).NonKeyAttributes,
          ]),
          [
            ['bySubject', ['subject', 'receivedAt'], ['type', 'createdAt', 'accountId', 'origin']],
            ['open', ['open', 'receivedAt'], ['type', 'subject']],
          ],
        ],
      });
    },
  },
  {
    promise: 'the state is keyed by user and thing',
    broken: (template) =>
      unequal({
        key: [
          property(one(template, TABLE, 'StateTable'), 'KeySchema'),
          [
            { AttributeName: 'pk', KeyType: 'HASH' },
            { AttributeName: 'sk', KeyType: 'RANGE' },
          ],
        ],
      }),
  },
  {
    promise:
      'the state lists what waits for a webhook, by its keys alone, with and without a widget',
    broken: (template) =>
      unequal({
        indexes: [
          property(one(template, TABLE, 'StateTable'), 'GlobalSecondaryIndexes'),
          [
            {
              IndexName: 'awaiting',
              KeySchema: [
                { AttributeName: 'awaiting', KeyType: 'HASH' },
                { AttributeName: 'awaitingSince', KeyType: 'RANGE' },
              ],
              Projection: { ProjectionType: 'KEYS_ONLY' },
            },
          ],
        ],
      }),
  },
  {
    promise: 'rows of the ledger expire, the state stays',
    broken: (template) =>
      unequal({
        ledger: [
          property(one(template, TABLE, 'LedgerTable'), 'TimeToLiveSpecification'),
          { AttributeName: 'expiresAt', Enabled: true },
        ],
        state: [property(one(template, TABLE, 'StateTable'), 'TimeToLiveSpecification'), undefined],
      }),
  },
  {
    promise: 'ledger and state are paid by request and can be restored to any second',
    broken: (template) =>
      ledgerAndState(template).flatMap((table) =>
        unequal({
          [`${table.id} billing`]: [property(table, 'BillingMode'), 'PAY_PER_REQUEST'],
          [`${table.id} recovery`]: [
            property(table, 'PointInTimeRecoverySpecification', 'PointInTimeRecoveryEnabled'),
            true,
          ],
        }),
      ),
  },
  {
    promise: 'ledger and state of production cannot be deleted by mistake',
    broken: (template, { mode }) =>
      ledgerAndState(template).flatMap((table) =>
        unequal({
          [table.id]: [
            property(table, 'DeletionProtectionEnabled') ?? false,
            mode === 'production',
          ],
        }),
      ),
  },
  {
    promise: 'nothing in the bucket can be public',
    broken: (template) =>
      unequal({
        block: [
          property(bucket(template), 'PublicAccessBlockConfiguration'),
          {
            BlockPublicAcls: true,
            BlockPublicPolicy: true,
            IgnorePublicAcls: true,
            RestrictPublicBuckets: true,
          },
        ],
        owner: [
          property(bucket(template), 'OwnershipControls', 'Rules'),
          [{ ObjectOwnership: 'BucketOwnerEnforced' }],
        ],
      }),
  },
  {
    promise: 'the bucket is encrypted and refuses whoever does not come over TLS',
    broken(template) {
      const policy = one(template, 'AWS::S3::BucketPolicy');
      const [first] = property(policy, 'PolicyDocument', 'Statement') as unknown[];
      return unequal({
        encryption: [
          property(
            bucket(template),
            'BucketEncryption',
            'ServerSideEncryptionConfiguration',
            0,
            'ServerSideEncryptionByDefault',
            'SSEAlgorithm',
          ),
          'AES256',
        ],
        policy: [
          first,
          {
            Action: 's3:*',
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
            Effect: 'Deny',
            Principal: { AWS: '*' },
            Resource: [
              { 'Fn::GetAtt': ['BodiesBucket', 'Arn'] },
              { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['BodiesBucket', 'Arn'] }, '/*']] },
            ],
          },
        ],
      });
    },
  },
  {
    promise: 'nobody but the cleaner of a sandbox is let into the bucket by its policy',
    broken(template) {
      const policy = one(template, 'AWS::S3::BucketPolicy');
      const statements = property(policy, 'PolicyDocument', 'Statement') as {
        readonly Effect: string;
        readonly Principal: unknown;
      }[];
      return statements
        .filter(({ Effect }) => Effect === 'Allow')
        .map(({ Principal }) => JSON.stringify(Principal))
        .filter((principal) => !principal.includes('CustomS3AutoDeleteObjects'));
    },
  },
  {
    promise: 'bodies expire, and no older version of them stays',
    broken: (template, { days }) =>
      unequal({
        expiry: [
          property(bucket(template), 'LifecycleConfiguration', 'Rules', 0, 'ExpirationInDays'),
          days.bodies,
        ],
        status: [
          property(bucket(template), 'LifecycleConfiguration', 'Rules', 0, 'Status'),
          'Enabled',
        ],
        versions: [property(bucket(template), 'VersioningConfiguration'), undefined],
      }),
  },
  {
    promise: 'a sandbox goes away with its stack, production keeps tables, bucket and secrets',
    broken: (template, { mode, widget }) =>
      unequal({
        policies: [
          Object.fromEntries(
            Object.entries(template.Resources)
              .filter(([id]) => [...KEPT, ...KEPT_OF_THE_WIDGET].includes(id))
              .map(([id, { DeletionPolicy }]) => [id, DeletionPolicy]),
          ),
          Object.fromEntries(
            [...KEPT, ...(widget ? KEPT_OF_THE_WIDGET : [])].map((id) => [
              id,
              mode === 'production' ? 'Retain' : 'Delete',
            ]),
          ),
        ],
        emptied: [
          all(template, 'Custom::S3AutoDeleteObjects').map((cleaner) =>
            words(property(cleaner, 'BucketName')),
          ),
          mode === 'production' ? [] : ['${BodiesBucket}'],
        ],
      }),
  },
];
