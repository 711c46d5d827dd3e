import { Aws } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { parseConfiguration, type StageConfiguration } from '../../infra/configuration.ts';
import { everything } from './everything.ts';
import { expectedBy } from './expected-by.ts';
import { brokenPromises } from './promises/promises.ts';
import { sandboxWith, templatesOf } from './synthesized.ts';
import { expectedOf, testedStages } from './tested-stages.ts';
import type { Template } from './template.ts';

type Handlers = NonNullable<StageConfiguration['handlers']>;

const EVERY_ADDRESS = {
  actions: ['ses:SendEmail', 'ses:SendRawEmail'],
  resources: ['*'],
  wildcardReason: 'Every address may be written to.',
};

const expectedWith = (configuration: object) =>
  expectedBy('sandbox', parseConfiguration('sandbox', { mode: 'sandbox', ...configuration }));

describe('the promises hold for a stage', () => {
  it('that says everything', () => {
    expect(brokenPromises(sandboxWith(everything), expectedWith(everything))).toEqual([]);
  });

  it('that says everything of a production', () => {
    const written: StageConfiguration = { ...everything, mode: 'production', extraAddresses: [] };

    const { production } = templatesOf({ production: written });

    const expected = expectedBy('production', parseConfiguration('production', written));
    expect(brokenPromises(production as Template, expected)).toEqual([]);
  });

  it('that says something twice', () => {
    const configuration = {
      allowedAddresses: ['203.0.113.0/24', '203.0.113.0/24'],
      widget: { origins: ['https://app.example.com', 'https://app.example.com'] },
    };

    expect(brokenPromises(sandboxWith(configuration), expectedWith(configuration))).toEqual([]);
  });

  it.each<readonly [string, Handlers]>([
    ['every resource', { policies: [EVERY_ADDRESS] }],
    [
      'a resource of the own account',
      {
        policies: [
          {
            actions: ['dynamodb:Query'],
            resources: [`arn:aws:dynamodb:${Aws.REGION}:${Aws.ACCOUNT_ID}:table/crm`],
          },
        ],
      },
    ],
    [
      'the same action on a resource twice',
      {
        policies: [
          { actions: ['s3:GetObject'], resources: ['arn:aws:s3:::crm/a', 'arn:aws:s3:::crm/b'] },
          { actions: ['s3:GetObject', 's3:PutObject'], resources: ['arn:aws:s3:::crm/a'] },
        ],
      },
    ],
    ['a plain parameter', { environment: { CRM_URL: '{{resolve:ssm:/crm/url}}' } }],
    ['a word that names no secret of ours', { environment: { GRANT: 'ClientCredentials' } }],
  ])('whose handlers need %s', (_what, handlers) => {
    expect(brokenPromises(sandboxWith({ handlers }), expectedWith({ handlers }))).toEqual([]);
  });
});

describe('the promises notice', () => {
  it.each<readonly [string, Omit<StageConfiguration, 'mode'>, string]>([
    ['a region', { region: 'eu-central-1' }, 'only the events queue may use the dead letters'],
    ['an address', { allowedAddresses: ['203.0.113.0/24'] }, 'from the allowed addresses'],
    ['one address more', { extraAddresses: ['203.0.113.7/32'] }, 'from the allowed addresses'],
    ['a domain', { customDomain: everything.customDomain }, 'the webhook URL'],
    ['outputs of a domain', { customDomain: everything.customDomain }, 'the outputs'],
    ['a period of logs', { retentionDays: { logs: 365 } }, 'that forgets'],
    ['a period of bodies', { retentionDays: { bodies: 60 } }, 'bodies expire'],
    ['an archive', { archiveDays: 7 }, 'archived where the stage says so'],
    ['a level of logs', { logLevel: 'DEBUG' }, 'lets the metrics pass'],
    ['a number of workers', { workerConcurrency: 20 }, 'no more workers run'],
    ['a timeout', { handlers: { timeoutSeconds: 60 } }, 'the worker has what its stage says'],
    ['a variable', { handlers: { environment: { CRM: 'x' } } }, 'the variables that it reads'],
    ['a right', { handlers: { policies: everything.handlers.policies } }, 'what handlers need'],
    ['a right on everything', { handlers: { policies: [EVERY_ADDRESS] } }, 'is a wildcard but for'],
    ['a network', { handlers: { vpc: everything.handlers.vpc } }, 'is a wildcard but for'],
  ])('%s that a stage has and that it was not configured with', (_what, written, caughtBy) => {
    const broken = brokenPromises(sandboxWith(written), expectedWith({}));

    expect(broken.join('\n')).toContain(caughtBy);
  });

  it('a secret in a variable of the handlers', () => {
    const handlers = { environment: { CRM_KEY: '{{resolve:secretsmanager:crm}}' } };

    const broken = brokenPromises(sandboxWith({ handlers }), expectedWith({ handlers }));

    expect(broken).toEqual([
      'no variable holds a secret: who reads it knows only where it is',
      'nothing in the template reads the value of a secret',
    ]);
  });
});

it.each(Object.keys(testedStages))('the stage %s is expected to be what it says', (stage) => {
  const configuration = parseConfiguration(stage, testedStages[stage]);

  expect(expectedBy(stage, configuration)).toMatchObject(expectedOf(stage));
});
