import { describe, expect, it } from 'vitest';
import { readSystem } from '../../../local/template/system.ts';
import { TemplateUnsupported } from '../../../local/template/template-unsupported.ts';
import { changed, synthesized } from './synthesized.ts';

type Statement = Record<string, unknown>;

const API = 'AWS::ApiGateway::RestApi';

/** The template with a policy that these statements stand in for. */
const withStatements = (statements: (own: Statement) => unknown) =>
  changed(API, (properties) => {
    const policy = properties.Policy as { Statement: Statement[] };
    properties.Policy = { ...policy, Statement: statements(policy.Statement[0] as Statement) };
  });

const sources = (template = synthesized) => readSystem(template).gateway.allowedSources;

const without = (statement: Statement, name: string): Statement =>
  Object.fromEntries(Object.entries(statement).filter(([key]) => key !== name));

const condition = (IpAddress: object) => ({ Condition: { IpAddress } });

describe('the resource policy', () => {
  it("of the stack lets Smile's address in", () => {
    expect(sources()).toEqual(['18.142.61.230/32']);
  });

  it.each([
    ['192.0.2.0/24', ['192.0.2.0/24']],
    [
      ['192.0.2.0/24', '198.51.100.7/32'],
      ['192.0.2.0/24', '198.51.100.7/32'],
    ],
  ])('is read whether it names one address or several: %j', (written, read) => {
    const template = withStatements((own) => [
      { ...own, ...condition({ 'aws:SourceIp': written }) },
    ]);

    expect(sources(template)).toEqual(read);
  });

  it('may have several statements of that form', () => {
    const other = condition({ 'aws:SourceIp': '192.0.2.1/32' });

    const template = withStatements((own) => [own, { ...own, ...other }]);

    expect(sources(template)).toEqual(['18.142.61.230/32', '192.0.2.1/32']);
  });
});

describe('a resource policy that the local gateway cannot judge stops the start:', () => {
  const refused: Record<string, (own: Statement) => unknown> = {
    'another principal': (own) => [{ ...own, Principal: { AWS: '*' } }],
    'no principal': (own) => [without(own, 'Principal')],
    'a statement that denies': (own) => [own, { ...own, Effect: 'Deny' }],
    'another action': (own) => [{ ...own, Action: 'execute-api:*' }],
    'all actions but one': ({ Action, ...own }) => [{ ...own, NotAction: Action }],
    'another resource': (own) => [{ ...own, Resource: 'execute-api:/*' }],
    'all resources but one': (own) => [{ ...own, NotResource: 'execute-api:/*/GET/health' }],
    'no condition': (own) => [without(own, 'Condition')],
    'all addresses but some': (own) => [
      { ...own, Condition: { NotIpAddress: { 'aws:SourceIp': ['192.0.2.0/24'] } } },
    ],
    'a further condition': (own) => [
      {
        ...own,
        Condition: {
          ...(own.Condition as object),
          StringEquals: { 'aws:PrincipalOrgID': 'o-1' },
        },
      },
    ],
    'another key': (own) => [{ ...own, ...condition({ 'aws:VpcSourceIp': '10.0.0.0/8' }) }],
    'a further key': (own) => [
      {
        ...own,
        ...condition({ 'aws:SourceIp': ['192.0.2.0/24'], 'aws:VpcSourceIp': '10.0.0.0/8' }),
      },
    ],
    'an address that is still to be computed': (own) => [
      { ...own, ...condition({ 'aws:SourceIp': [{ Ref: 'Address' }] }) },
    ],
    'no address': (own) => [{ ...own, ...condition({ 'aws:SourceIp': [] }) }],
    'no statement': () => [],
    'a statement that is none': () => [null],
  };

  it.each(Object.entries(refused))('%s', (_, statements) => {
    const read = () => sources(withStatements(statements));

    expect(read).toThrow(TemplateUnsupported);
    expect(read).toThrow(/SmileWebhooksApi: its resource policy .*local\/template\/\.$/s);
  });

  it('none at all', () => {
    const open = changed(API, (properties) => {
      delete properties.Policy;
    });

    expect(() => sources(open)).toThrow('it has no resource policy, so everybody could call it');
  });

  it('the sentence says what is there and what can be judged', () => {
    const template = withStatements((own) => [{ ...own, Principal: { AWS: '*' } }]);

    expect(() => sources(template)).toThrow(
      `The stack's template, SmileWebhooksApi: its resource policy says Principal {"AWS":"*"}, which the local gateway cannot judge; it judges "*" only. Take it back in infra/, or teach it to local/template/.`,
    );
  });
});
