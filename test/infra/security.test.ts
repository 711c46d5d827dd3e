import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { everything } from './everything.ts';
import { sandboxWith } from './synthesized.ts';
import { all, property, type Template, words } from './template.ts';

const page = readFileSync(new URL('../../SECURITY.md', import.meta.url), 'utf8');
const [, section = ''] = /^## What each role can do$([\s\S]*?)^## /m.exec(page) ?? [];

const { handlers, ...withoutHandlers } = everything;
const { vpc } = handlers;
const plain = sandboxWith(withoutHandlers);
const inVpc = sandboxWith({ ...withoutHandlers, handlers: { vpc } });

const ROLES = ['ingress', 'worker', 'callbacks', 'link-token', 'status', 'loss-detector'];

/** What the table calls a resource, by its logical id, with what stands before and after the id in its ARN. */
const RESOURCES: readonly (readonly [id: RegExp, around: string, name: string])[] = [
  [/WebhookSecret/, '*', 'webhook secret'],
  [/Session/, '*', 'session secret'],
  [/ApiCredentials/, '*', "Smile's API key"],
  [/EventsQueue/, '*', 'events queue'],
  [/DeadLettersQueue/, '*', 'dead-letter queue'],
  [/LedgerTable/, '*', 'ledger table'],
  [/StateTable/, '*', 'state table'],
  [/StateTable/, '*/index/awaiting', 'index `awaiting` of the state table'],
  [/Limits/, '*', 'limits table'],
  [/BodiesBucket/, '*/bodies/*', 'bodies'],
  [/BodiesBucket/, '*', 'bodies bucket'],
  [/Bus/, '*', 'event bus'],
];

/** The tables of the section, each with its rows as cells. */
const [rights = [], consequences = []] = section
  .split('\n\n')
  .filter((block) => block.startsWith('|'))
  .map((block) =>
    block
      .split('\n')
      .slice(2)
      .map((line) =>
        line
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim()),
      ),
  );

const actionsIn = (cell: string) =>
  Array.from(cell.matchAll(/`([a-z0-9]+:[A-Za-z]+)`/g), ([, action = '']) => action);

/** What the page says of a role, one line for each action on each resource. */
function documented(role: string): string[] {
  return rights
    .filter(([name]) => name === 'every function' || name === role)
    .flatMap(([, actions = '', on = '']) =>
      actionsIn(actions).flatMap((action) =>
        on.split(', ').map((resource) => `${action} on ${resource.replace(/^everything:.*/, '*')}`),
      ),
    )
    .toSorted();
}

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}

/** What the template grants to the role of a function, in the page's words. */
function granted(template: Template, role: string): string[] {
  return roleStatements(template, role)
    .flatMap(({ Effect, Action, Resource }) =>
      [Action].flat().flatMap((action) =>
        [Resource].flat().map((resource) => {
          const on = `${action} on ${nameOf(words(resource), role)}`;
          return Effect === 'Allow' ? on : `${Effect} ${on}`;
        }),
      ),
    )
    .toSorted();
}

/** Whatever policy or role they are in. */
function roleStatements(template: Template, role: string): Statement[] {
  const id = roleOf(template, role);
  const attached = all(template, 'AWS::IAM::Policy')
    .filter((policy) => (property(policy, 'Roles') as unknown[]).map(words).includes(`\${${id}}`))
    .map((policy) => property(policy, 'PolicyDocument', 'Statement'));
  const inline = ((template.Resources[id]?.Properties?.Policies ?? []) as unknown[]).map(
    (policy) => (policy as { PolicyDocument: { Statement: unknown } }).PolicyDocument.Statement,
  );
  return [...attached, ...inline].flat() as Statement[];
}

function roleOf(template: Template, role: string): string {
  const [found, ...others] = all(template, 'AWS::Lambda::Function').filter(({ id }) =>
    isOf(id, role),
  );
  if (!found || others.length > 0) throw new Error(`Expected one function ${role}.`);
  return words(property(found, 'Role')).replace(/^\$\{(.*)\.Arn\}$/, '$1');
}

/** Whether a logical id begins with the construct of a function. */
function isOf(id: string, role: string): boolean {
  return id
    .toLowerCase()
    .replace(/^widget/, '')
    .startsWith(role.replace('-', ''));
}

function nameOf(resource: string, role: string): string {
  if (resource === '*') return '*';
  const [, before = '', id = '', after = ''] =
    /^(.*)\$\{(\w+)(?:\.Arn)?\}(.*)$/.exec(resource) ?? [];
  const around = `${before}*${after}`;
  if (id.includes('Logs') && isOf(id, role)) return 'its own log group';
  const [, , name] = RESOURCES.find(([form, where]) => form.test(id) && where === around) ?? [];
  return name ?? resource;
}

describe("SECURITY.md's table of roles", () => {
  it.each(ROLES)('says of the role of %s what the template grants, no more and no less', (role) => {
    expect(granted(plain, role)).toEqual(documented(role));
  });

  it('says what a worker in a network may do beside that', () => {
    const more = documented('worker with `handlers.vpc`').filter((line) => line.startsWith('ec2:'));

    expect(granted(inVpc, 'worker')).toEqual([...documented('worker'), ...more].toSorted());
    expect(more).toHaveLength(6);
  });

  it('names the functions of the template, and no other role', () => {
    const named = new Set(rights.map(([name]) => name));
    const functions = all(plain, 'AWS::Lambda::Function').filter(
      ({ id }) => !id.startsWith('Custom'),
    );

    expect(named).toEqual(new Set(['every function', ...ROLES, 'worker with `handlers.vpc`']));
    expect(functions).toHaveLength(ROLES.length);
  });

  it.each(ROLES)('names for %s only actions as impossible that are not granted', (role) => {
    const [, , cannot = ''] = consequences.find(([name]) => name === role) ?? [];
    const impossible = actionsIn(cannot);
    const actions = new Set(granted(plain, role).map((line) => line.split(' on ')[0]));

    expect(impossible.length).toBeGreaterThan(1);
    expect(impossible.filter((action) => actions.has(action))).toEqual([]);
  });
});
