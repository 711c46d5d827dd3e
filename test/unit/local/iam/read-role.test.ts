import { expect, it } from 'vitest';
import { resolveStatements } from '../../../../local/iam/resolve-statements.ts';
import { readRole } from '../../../../local/template/read-role.ts';
import type { Template } from '../../../../local/template/template.ts';

const statement = (Action: string) => ({ Effect: 'Allow', Action, Resource: '*' });
const document = (...actions: readonly string[]) => ({ Statement: actions.map(statement) });

const template: Template = {
  Resources: {
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: { Policies: [{ PolicyDocument: document('sqs:SendMessage') }] },
    },
    Own: {
      Type: 'AWS::IAM::Policy',
      Properties: { PolicyDocument: document('s3:GetObject'), Roles: [{ Ref: 'Role' }] },
    },
    Managed: {
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: { PolicyDocument: document('s3:PutObject'), Roles: [{ Ref: 'Role' }] },
    },
    OfAnother: {
      Type: 'AWS::IAM::Policy',
      Properties: { PolicyDocument: document('s3:DeleteObject'), Roles: [{ Ref: 'Other' }] },
    },
  },
};

it('a role has the statements of its inline policies and of those that are attached to it', () => {
  const properties = { Role: { 'Fn::GetAtt': ['Role', 'Arn'] } };

  const role = readRole(template, { id: 'Function', properties }, 'sandbox');

  expect(role).toMatchObject({ id: 'Role', name: 'smile-sandbox-Role' });
  expect(role.statements.map(({ Action }) => Action)).toEqual([
    'sqs:SendMessage',
    's3:GetObject',
    's3:PutObject',
  ]);
});

it('a function whose role is not in the template is not run', () => {
  const part = { id: 'Function', properties: { Role: 'arn:aws:iam::123456789012:role/ours' } };

  expect(() => readRole(template, part, 'sandbox')).toThrow('AWS::IAM::Role');
});

it('what is not on this machine gets an ARN that no call names', () => {
  const made = { Queue: { ref: 'http://queue', arn: 'arn:aws:sqs:r:a:queue' } };
  const Resource = [
    { 'Fn::GetAtt': ['Queue', 'Arn'] },
    { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['Queue', 'Arn'] }, '/*']] },
    { 'Fn::ImportValue': 'CrmTable' },
  ];

  const [resolved] = resolveStatements([{ Effect: 'Allow', Resource }], made);

  expect(resolved).toEqual({
    Effect: 'Allow',
    Resource: [
      'arn:aws:sqs:r:a:queue',
      'arn:aws:sqs:r:a:queue/*',
      expect.stringMatching(/^arn:aws:elsewhere:.*CrmTable/),
    ],
  });
});
