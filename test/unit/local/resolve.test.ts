import { describe, expect, it } from 'vitest';
import { resolve } from '../../../local/template/resolve.ts';
import { TemplateUnsupported } from '../../../local/template/template-unsupported.ts';

const made = { Table: { ref: 'the-table', arn: 'arn:aws:dynamodb:table/the-table' } };
const resolved = (value: unknown) => resolve(value, made, 'Worker, VARIABLE');

describe('a value of the template', () => {
  it.each([
    ['text', 'text'],
    [{ Ref: 'Table' }, 'the-table'],
    [{ 'Fn::GetAtt': ['Table', 'Arn'] }, 'arn:aws:dynamodb:table/the-table'],
    [{ Ref: 'AWS::Region' }, 'ap-southeast-1'],
    [{ 'Fn::Join': ['/', ['a', { Ref: 'Table' }, { Ref: 'AWS::Partition' }]] }, 'a/the-table/aws'],
  ])('%j is %s here', (value, text) => {
    expect(resolved(value)).toBe(text);
  });

  it.each([
    [{ Ref: 'Unknown' }],
    [{ 'Fn::GetAtt': ['Table', 'StreamArn'] }],
    [{ 'Fn::ImportValue': 'other-stack' }],
    [{ 'Fn::Join': ['', [{ 'Fn::Select': [0, ['a']] }]] }],
    [{}],
    [null],
    [7],
  ])('%j is refused with a sentence', (value) => {
    expect(() => resolved(value)).toThrow(TemplateUnsupported);
    expect(() => resolved(value)).toThrow(
      /Worker, VARIABLE: the local run cannot resolve .*infra\//,
    );
  });
});
