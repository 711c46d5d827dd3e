import { Stack } from 'aws-cdk-lib';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { parseConfiguration } from '../../infra/configuration.ts';
import { ConfigurationInvalid } from '../../infra/configuration/configuration-invalid.ts';
import { addStacks } from '../../infra/receiver-app.ts';
import { SmileReceiverStack } from '../../infra/smile-receiver-stack.ts';
import { SmileReceiver } from '../../infra/smile-receiver.ts';
import { emptyApp } from './synthesized.ts';

const OURS = '111122223333';
const OTHER = '999988887777';
const live = {
  mode: 'production',
  account: OURS,
  region: 'ap-southeast-1',
} as const;

/** What the CDK's command line says of the deployment that it does. */
function deploysTo(account: string, region: string): void {
  vi.stubEnv('CDK_DEFAULT_ACCOUNT', account);
  vi.stubEnv('CDK_DEFAULT_REGION', region);
}
afterEach(() => void vi.unstubAllEnvs());

function refusal(make: () => unknown): string {
  try {
    make();
  } catch (error) {
    if (error instanceof ConfigurationInvalid) return error.message;
    throw error;
  }
  return '';
}

const deploy = () => addStacks(emptyApp(), { live });

describe('a stage that names its account and region', () => {
  it('is deployed there', () => {
    deploysTo(OURS, 'ap-southeast-1');
    const app = emptyApp();

    addStacks(app, { live });

    const [stack] = app.synth().stacks;
    expect(stack?.environment).toMatchObject({ account: OURS, region: 'ap-southeast-1' });
  });

  it('is not deployed into another account', () => {
    deploysTo(OTHER, 'ap-southeast-1');

    expect(refusal(deploy)).toBe(
      `infra/stages.ts, stage live: the key account is "${OURS}", but this deployment goes to account ${OTHER}. Sign in to ${OURS}, for instance with AWS_PROFILE, or change the key.`,
    );
  });

  it('is not deployed into another region', () => {
    deploysTo(OURS, 'us-east-1');

    expect(refusal(deploy)).toBe(
      'infra/stages.ts, stage live: the key region is "ap-southeast-1", but this deployment goes to us-east-1. Set AWS_REGION=ap-southeast-1, or change the key.',
    );
  });

  it('is synthesized without credentials, when the region is only the default of the CDK', () => {
    deploysTo('', 'us-east-1');

    expect(refusal(deploy)).toBe('');
  });

  it.each([
    [{ account: OTHER, region: 'ap-southeast-1' }, 'the key account is'],
    [{ account: OURS, region: 'eu-central-1' }, 'the key region is'],
  ])('is not put into a stack of another place: %o', (env, sentence) => {
    const stack = new Stack(emptyApp(), 'other', { env });
    const make = () => new SmileReceiver(stack, 'Smile', { ...live, stage: 'live' });

    expect(refusal(make)).toContain(sentence);
  });

  it('goes where its stack says, from an account that deploys for others', () => {
    deploysTo(OTHER, 'us-east-1');
    const env = { account: OURS, region: 'ap-southeast-1' };
    const make = () =>
      new SmileReceiverStack(emptyApp(), 'live', { receiver: { ...live, stage: 'live' }, env });

    expect(refusal(make)).toBe('');
  });
});

describe('a stage that names neither', () => {
  it('goes where the deployment goes', () => {
    deploysTo(OTHER, 'us-east-1');
    const app = emptyApp();

    addStacks(app, { sandbox: { mode: 'sandbox' } });

    const [stack] = app.synth().stacks;
    expect(stack?.environment).toMatchObject({ account: 'unknown-account' });
  });
});

it.each([
  [
    { account: '1111' },
    'the key account is "1111", it must be the twelve digits of an AWS account',
  ],
  [{ account: 111122223333 }, 'the key account is 111122223333, it must be'],
  [{ region: 'Singapore' }, 'the key region is "Singapore", it must be an AWS region, such as'],
])('%o is refused with a sentence', (written, sentence) => {
  const parse = () => parseConfiguration('live', { mode: 'production', ...written });

  expect(refusal(parse)).toContain(sentence);
});
