import { describe, expect, it } from 'vitest';
import { parseConfiguration } from '../../infra/configuration.ts';
import { ConfigurationInvalid } from '../../infra/configuration/configuration-invalid.ts';
import { chosenStages } from '../../infra/receiver-app.ts';
import { everything } from './everything.ts';
import { deliveredStages } from '../delivered/stages.ts';

/** What an origin is asked to be. */
const ORIGIN =
  'must be an origin as a browser sends it, such as https://app.example.com: lower case, no path, no wildcard, no port that goes without saying';

/** What the configuration of a stage is refused with. */
function refusal(written: object, stage = 'sandbox'): string {
  try {
    parseConfiguration(stage, { mode: 'sandbox', ...written });
  } catch (error) {
    if (error instanceof ConfigurationInvalid) return error.message;
    throw error;
  }
  return '';
}

describe('a stage that says nothing but its mode', () => {
  it("lets in Smile's one address, and has a default for everything", () => {
    const configuration = parseConfiguration('sandbox', { mode: 'sandbox' });

    expect(configuration).toEqual({
      mode: 'sandbox',
      allowedAddresses: ['18.142.61.230/32'],
      extraAddresses: [],
      retentionDays: { ledger: 90, bodies: 90, logs: 30 },
      workerConcurrency: 5,
      logLevel: 'INFO',
      archiveDays: 0,
      retry: { attempts: 5, baseSeconds: 8, maxFaultSeconds: 900 },
      handlers: {
        bundling: { external: [], loader: {}, nodeModules: [] },
        environment: {},
        policies: [],
        timeoutSeconds: 30,
        memoryMegabytes: 512,
      },
      monitoring: {},
    });
  });
});

describe('a stage with a widget', () => {
  it.each([
    'https://app.example.com',
    'https://app.example.com:8443',
    'https://xn--bcher-kva.example',
    'http://localhost',
    'http://localhost:5173',
    'http://127.0.0.1:8787',
  ])('has pages at %s', (origin) => {
    const { widget } = parseConfiguration('sandbox', {
      mode: 'sandbox',
      widget: { origins: [origin] },
    });

    expect(widget).toEqual({ origins: [origin], lossAfterMinutes: 15 });
  });
});

describe('a stage that says everything', () => {
  it('is taken as it is', () => {
    expect(parseConfiguration('sandbox', everything)).toEqual(everything);
  });
});

describe('a wrong configuration is refused with a sentence that names the key and the cure', () => {
  it.each([
    [
      'an unknown key',
      { alowedAddresses: [] },
      'infra/stages.ts, stage sandbox: the key alowedAddresses is unknown; remove it, or use one of mode, account, region, allowedAddresses, extraAddresses, customDomain, retentionDays, workerConcurrency, logLevel, archiveDays, accessLogDestinationArn, handlers, retry, widget, monitoring.',
    ],
    [
      'an unknown key further inside',
      { handlers: { timeout: 30 } },
      'infra/stages.ts, stage sandbox: the key handlers.timeout is unknown; remove it, or use one of entry, bundling, environment, policies, timeoutSeconds, memoryMegabytes, vpc.',
    ],
    [
      'an unknown key in a list',
      { handlers: { policies: [{ actions: ['a:B'], resources: ['arn:x'], effect: 'Allow' }] } },
      'infra/stages.ts, stage sandbox: the key handlers.policies[0].effect is unknown; remove it, or use one of actions, resources, wildcardReason.',
    ],
    [
      'an address that is no block',
      { allowedAddresses: ['18.142.61.230'] },
      'infra/stages.ts, stage sandbox: the key allowedAddresses[0] is "18.142.61.230", it must be an IPv4 CIDR block, such as 203.0.113.7/32.',
    ],
    [
      'everybody',
      { allowedAddresses: ['0.0.0.0/0'] },
      `infra/stages.ts, stage sandbox: the key allowedAddresses[0] is "0.0.0.0/0", it must be a block of /16 or smaller: name the sender's own addresses.`,
    ],
    [
      'a block that is not one',
      { allowedAddresses: ['203.0.113.7/24'] },
      'infra/stages.ts, stage sandbox: the key allowedAddresses[0] is "203.0.113.7/24", it must be the first address of its block: write the block, or end a single address in /32.',
    ],
    [
      'nobody',
      { allowedAddresses: [] },
      'infra/stages.ts, stage sandbox: the key allowedAddresses is [], it must name an address.',
    ],
    [
      'a laptop in production',
      { mode: 'production', extraAddresses: ['198.51.100.7/32'] },
      'infra/stages.ts, stage sandbox: the key extraAddresses is ["198.51.100.7/32"], it must be empty outside of sandbox: move what belongs there to allowedAddresses.',
    ],
    [
      'a mode that Smile does not have',
      { mode: 'staging' },
      'infra/stages.ts, stage sandbox: the key mode is "staging", it must be "sandbox" or "production".',
    ],
    [
      'no mode',
      { mode: undefined },
      'infra/stages.ts, stage sandbox: the key mode is missing, it must be "sandbox" or "production".',
    ],
    [
      'a period that CloudWatch does not have',
      { retentionDays: { logs: 31 } },
      "infra/stages.ts, stage sandbox: the key retentionDays.logs is 31, it must be one of CloudWatch's periods: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653.",
    ],
    [
      'a text for a number',
      { workerConcurrency: 'five' },
      'infra/stages.ts, stage sandbox: the key workerConcurrency is "five", it must be a whole number.',
    ],
    [
      'one worker',
      { workerConcurrency: 1 },
      'infra/stages.ts, stage sandbox: the key workerConcurrency is 1, it must be 2 at least, the least that an event source mapping takes.',
    ],
    [
      'a level that drops the metrics',
      { logLevel: 'WARN' },
      'infra/stages.ts, stage sandbox: the key logLevel is "WARN", it must be "DEBUG" or "INFO": above INFO Lambda drops the metrics too.',
    ],
    [
      "a variable of the worker's own",
      { handlers: { environment: { LEDGER_TABLE: 'x' } } },
      'infra/stages.ts, stage sandbox: the key handlers.environment.LEDGER_TABLE is taken by the worker or by Lambda: choose another name.',
    ],
    [
      'a variable that is no text',
      { handlers: { environment: { RETRIES: 3 } } },
      'infra/stages.ts, stage sandbox: the key handlers.environment.RETRIES is 3, it must be a string.',
    ],
    [
      'a wildcard for an action',
      { handlers: { policies: [{ actions: ['dynamodb:*'], resources: ['arn:x'] }] } },
      'infra/stages.ts, stage sandbox: the key handlers.policies[0].actions[0] is "dynamodb:*", it must name one action, such as dynamodb:GetItem, without a wildcard.',
    ],
    [
      'a wildcard without a reason',
      { handlers: { policies: [{ actions: ['ses:SendEmail'], resources: ['*'] }] } },
      'infra/stages.ts, stage sandbox: the key handlers.policies[0].wildcardReason is missing, it must say why the resources hold a wildcard: add the reason, or name the resources.',
    ],
    [
      'half a network',
      { handlers: { vpc: { subnetIds: ['subnet-0a1b2c3d'] } } },
      'infra/stages.ts, stage sandbox: the key handlers.vpc.securityGroupIds is missing, it must be of type array.',
    ],
    [
      'no attempt',
      { retry: { attempts: 0 } },
      'infra/stages.ts, stage sandbox: the key retry.attempts is 0, it must be 1 at least.',
    ],
    [
      'an hour between two attempts',
      { retry: { baseSeconds: 3600 } },
      'infra/stages.ts, stage sandbox: the key retry.baseSeconds is 3600, it must be 900 at most, the longest wait.',
    ],
    [
      'an unknown key of the retries',
      { retry: { maxAttempts: 3 } },
      'infra/stages.ts, stage sandbox: the key retry.maxAttempts is unknown; remove it, or use one of attempts, baseSeconds, maxFaultSeconds.',
    ],
    [
      'a certificate that is none',
      { customDomain: { domainName: 'hooks.example.com', certificateArn: 'mine' } },
      `infra/stages.ts, stage sandbox: the key customDomain.certificateArn is "mine", it must be the ARN of a certificate in ACM, in the stack's own region.`,
    ],
    [
      'an address that is no e-mail',
      { monitoring: { alarmEmail: 'oncall' } },
      'infra/stages.ts, stage sandbox: the key monitoring.alarmEmail is "oncall", it must be an e-mail address.',
    ],
    [
      'an alarm topic that no alarm can reach: FIFO',
      { monitoring: { alarmTopic: 'arn:aws:sns:eu-central-1:123456789012:on-call.fifo' } },
      'infra/stages.ts, stage sandbox: the key monitoring.alarmTopic is "arn:aws:sns:eu-central-1:123456789012:on-call.fifo", it must be the ARN of an SNS topic, not of a FIFO topic.',
    ],
    [
      'an alarm topic of another region',
      {
        region: 'ap-southeast-1',
        monitoring: { alarmTopic: 'arn:aws:sns:eu-central-1:123456789012:on-call' },
      },
      `infra/stages.ts, stage sandbox: the key monitoring.alarmTopic is "arn:aws:sns:eu-central-1:123456789012:on-call", it must be a topic of the stage's own region: alarms reach no other.`,
    ],
    [
      'an address beside an alarm topic, which would never be subscribed',
      {
        monitoring: {
          alarmEmail: 'oncall@example.com',
          alarmTopic: 'arn:aws:sns:eu-central-1:123456789012:on-call',
        },
      },
      'infra/stages.ts, stage sandbox: the key monitoring.alarmEmail is "oncall@example.com", it must be left out beside alarmTopic: who is subscribed to a topic of your own is for its own stack to say. Subscribe the address there.',
    ],
    [
      'a widget without pages',
      { widget: { origins: [] } },
      'infra/stages.ts, stage sandbox: the key widget.origins is [], it must name an origin.',
    ],
    [
      'a widget that says nothing',
      { widget: {} },
      'infra/stages.ts, stage sandbox: the key widget.origins is missing, it must be a list of origins.',
    ],
    [
      'an unknown key of the widget',
      { widget: { origins: ['https://app.example.com'], origin: 'https://app.example.com' } },
      'infra/stages.ts, stage sandbox: the key widget.origin is unknown; remove it, or use one of origins, lossAfterMinutes.',
    ],
    [
      'a page of another machine over http',
      { widget: { origins: ['http://app.example.com'] } },
      `infra/stages.ts, stage sandbox: the key widget.origins[0] is "http://app.example.com", it ${ORIGIN}.`,
    ],
    [
      "a developer's own page in production",
      { mode: 'production', widget: { origins: ['https://a.example', 'http://localhost:5173'] } },
      'infra/stages.ts, stage sandbox: the key widget.origins is ["https://a.example","http://localhost:5173"], it must begin with https:// each outside of sandbox: http is for a page on your own machine.',
    ],
    [
      'an account that is missed at once',
      { widget: { origins: ['https://app.example.com'], lossAfterMinutes: 1 } },
      'infra/stages.ts, stage sandbox: the key widget.lossAfterMinutes is 1, it must be 5 at least: Smile sends a webhook a second and a third time within two minutes.',
    ],
    [
      'an account that is missed too late',
      { widget: { origins: ['https://app.example.com'], lossAfterMinutes: 2880 } },
      'infra/stages.ts, stage sandbox: the key widget.lossAfterMinutes is 2880, it must be 720 at most: an account is looked for during one day only.',
    ],
  ])('%s', (_what, written, sentence) => {
    expect(refusal(written)).toBe(sentence);
  });

  it.each([
    'https://app.example.com/',
    'https://app.example.com/checkout',
    'https://app.example.com:443',
    'https://App.example.com',
    'https://*.example.com',
    'https://you@app.example.com',
    'https://app.example.com,https://b.example.com',
    'app.example.com',
    'https://',
    'http://localhost:80',
    'http://127.0.0.2:8787',
    'null',
    '*',
  ])('%s, which no browser sends as the origin of a page', (origin) => {
    expect(refusal({ widget: { origins: [origin] } })).toBe(
      `infra/stages.ts, stage sandbox: the key widget.origins[0] is "${origin}", it ${ORIGIN}.`,
    );
  });

  it('nothing at all', () => {
    expect(() => parseConfiguration('staging', undefined)).toThrow(
      'infra/stages.ts, stage staging: the configuration is missing, it must be of type object.',
    );
  });

  it('a stage that nobody knows', () => {
    expect(() => chosenStages(deliveredStages, 'prod')).toThrow(
      'There is no stage "prod": say -c stage=… with one of sandbox, production, or add it to infra/stages.ts.',
    );
  });
});

describe('which stages are synthesized', () => {
  it('the one that was asked for', () => {
    expect(Object.keys(chosenStages(deliveredStages, 'production'))).toEqual(['production']);
  });

  it('all of them when none was', () => {
    expect(Object.keys(chosenStages(deliveredStages, undefined))).toEqual([
      'sandbox',
      'production',
    ]);
  });
});
