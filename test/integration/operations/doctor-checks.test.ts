import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { SECRET } from '../receiver.ts';
import { type Patient, startPatient } from './patient.ts';
import type { StageState } from './stage-stand-in.ts';

const OTHER_SECRET = 'canary-other-secret-9f2';
const REGISTER = 'smile setup --stage sandbox --only webhook';
const FROM_ELSEWHERE = 'https://abc123.execute-api.ap-southeast-1.amazonaws.com/prod/hook';

let stage: Patient;
beforeAll(async () => {
  stage = await startPatient();
});
afterAll(() => stage.stop());
beforeEach(() => stage.heal());
afterEach(() => {
  vi.unstubAllEnvs();
});

const subscription = () => stage.state.subscriptions[0] as StageState['subscriptions'][number];

const deny = (action: string) => () => stage.state.denied.add(action);

describe('a check', () => {
  it.each<[check: string, says: string | RegExp, prepare: () => unknown]>([
    ['stack', 'UPDATE_IN_PROGRESS', () => (stage.state.stack = 'UPDATE_IN_PROGRESS')],
    ['stack', 'the version before it runs', () => (stage.state.stack = 'UPDATE_ROLLBACK_COMPLETE')],
    [
      'stack',
      /^version 0\.0\.1 is deployed, here is /,
      () => (stage.state.outputs.ReceiverVersion = '0.0.1'),
    ],
    [
      'secret',
      '"previous" is empty, and is not accepted.',
      () => stage.receiver.run.secretsManager.set({ current: SECRET, previous: '' }),
    ],
    ['registration', 'registered 2 times: each event comes as often', () => stage.register({}, {})],
    [
      'registration',
      'Smile still signs with the previous secret',
      async () => {
        await stage.receiver.run.secretsManager.set({ current: OTHER_SECRET, previous: SECRET });
      },
    ],
    ['last-event', 'no event was stored in the last 24 h', () => (stage.state.stored = 0)],
    ['queue', 'oldest message 6m, 0 waiting, 0 in flight', () => (stage.state.queueAge = 400)],
    [
      'concurrency',
      /^10 executions for the workers, the ingress and the pages/,
      () => {
        stage.state.outputs.WidgetUrl = 'https://widget.example';
        stage.state.concurrentExecutions = 10;
      },
    ],
    [
      'alarms',
      '1 of 2 alarms are muted, and tell no one',
      () => (stage.alarm(0).ActionsEnabled = false),
    ],
    [
      'subscribers',
      'no subscription is confirmed, so alarms reach no one',
      () => (subscription().SubscriptionArn = 'PendingConfirmation'),
    ],
    ['subscribers', /^no one is subscribed/, () => (stage.state.subscriptions = [])],
  ])('%s warns: %s', async (check, says, prepare) => {
    await prepare();

    expect(await stage.look(check)).toMatchObject({
      mark: 'warning',
      says: expect.stringMatching(says),
      cure: expect.any(String),
    });
  });

  it.each<[check: string, says: string | RegExp, cure: string, prepare: () => unknown]>([
    [
      'stack',
      'the stack smile-sandbox does not exist',
      'smile setup --stage sandbox',
      () => (stage.state.stack = undefined),
    ],
    [
      'stack',
      'ROLLBACK_COMPLETE',
      'smile setup --stage sandbox --only deploy',
      () => (stage.state.stack = 'ROLLBACK_COMPLETE'),
    ],
    [
      'secret',
      'The text is not JSON.',
      'put-secret-value',
      () => stage.receiver.run.secretsManager.set(OTHER_SECRET),
    ],
    [
      'secret',
      'It is missing, or it has no value.',
      'put-secret-value',
      () => stage.receiver.run.secretsManager.set(undefined),
    ],
    ['registration', 'Smile has no registration of http://', REGISTER, () => stage.register()],
    [
      'registration',
      `Smile posts to ${FROM_ELSEWHERE}, this stage listens at https://xyz9`,
      REGISTER,
      () => {
        stage.state.outputs.WebhookUrl = FROM_ELSEWHERE.replace('abc123', 'xyz9');
        stage.register(
          { url: `${FROM_ELSEWHERE}?token=${OTHER_SECRET}` },
          { url: 'https://else.example/' },
        );
      },
    ],
    [
      'registration',
      'registered, but not active',
      REGISTER,
      () => stage.register({ active: false }),
    ],
    [
      'registration',
      /^Smile does not send (?!.*USER_CREATED).*ACCOUNT_DISCONNECTED/,
      REGISTER,
      () => stage.register({ eventTypes: ['USER_CREATED'] }),
    ],
    [
      'registration',
      'Smile signs with another secret than that of here',
      REGISTER,
      () => stage.register({ secret: OTHER_SECRET }),
    ],
    [
      'queue',
      'oldest message 25m',
      'smile tail --errors --stage sandbox',
      () => (stage.state.queueAge = 1500),
    ],
    [
      'concurrency',
      'the workers may take all 5 executions of the account',
      'request-service-quota-increase',
      () => (stage.state.concurrentExecutions = 5),
    ],
    [
      'concurrency',
      'an event source mapping is Disabled',
      '--enabled --uuid mapping-1',
      () => stage.state.mappings.forEach((mapping) => (mapping.State = 'Disabled')),
    ],
    ['concurrency', 'nothing takes events', '--only deploy', () => (stage.state.mappings = [])],
    ['alarms', 'no alarm reports to the topic', '--only deploy', () => (stage.state.alarms = [])],
    [
      'alarms',
      'no alarm reports to the topic',
      '--only deploy',
      () => stage.state.alarms.forEach((each) => (each.AlarmActions = ['arn:of:another'])),
    ],
    [
      'alarms',
      /^firing: dead-letters$/,
      'See docs/operations.md#alarm-dead-letters.',
      () => (stage.alarm(1).StateValue = 'ALARM'),
    ],
  ])('%s reports the problem: %s', async (check, says, cure, prepare) => {
    await prepare();

    const found = await stage.look(check);

    expect(found).toMatchObject({
      mark: 'problem',
      says: expect.stringMatching(says),
      cure: expect.stringContaining(cure),
    });
    expect(JSON.stringify(found)).not.toContain(OTHER_SECRET);
  });

  it('counts dead letters, and names the command that lists them', async () => {
    await using _ = await stage.deadLetter();

    expect(await stage.look('dead-letters')).toMatchObject({
      mark: 'problem',
      says: '1 event was given up',
      cure: 'smile dead-letters --stage sandbox',
    });
  });

  it.each<[check: string, says: string, prepare: () => unknown]>([
    [
      'stack',
      'cloudformation:DescribeStacks on the stack smile-sandbox',
      deny('cloudformation:DescribeStacks'),
    ],
    ['secret', 'secretsmanager:GetSecretValue', deny('secretsmanager:GetSecretValue')],
    ['secret', 'could not be read', deny('cloudformation:DescribeStacks')],
    ['registration', 'secretsmanager:GetSecretValue', deny('secretsmanager:GetSecretValue')],
    [
      'registration',
      'Smile does not accept the API key',
      () => stage.receiver.run.smileApi.failNext(1, 401),
    ],
    [
      'registration',
      'The answer is not from Smile',
      () => stage.receiver.run.smileApi.failNext(1, 'garbage'),
    ],
    [
      'registration',
      'the secret of here cannot be used',
      () => stage.receiver.run.secretsManager.set('no'),
    ],
    ['last-event', 'cloudwatch:GetMetricData', deny('cloudwatch:GetMetricData')],
    ['queue', 'cloudwatch:GetMetricData', deny('cloudwatch:GetMetricData')],
    [
      'queue',
      'sqs:GetQueueAttributes on the queue events',
      () => stage.denyQueue('EventsQueueUrl', 'events'),
    ],
    [
      'dead-letters',
      'sqs:GetQueueAttributes on the queue dead',
      () => stage.denyQueue('DeadLettersQueueUrl', 'dead'),
    ],
    ['concurrency', 'lambda:GetAccountSettings', deny('lambda:GetAccountSettings')],
    ['concurrency', 'lambda:ListEventSourceMappings', deny('lambda:ListEventSourceMappings')],
    ['alarms', 'cloudwatch:DescribeAlarms', deny('cloudwatch:DescribeAlarms')],
    ['subscribers', 'sns:ListSubscriptionsByTopic', deny('sns:ListSubscriptionsByTopic')],
  ])('%s that cannot look says so: %s', async (check, says, prepare) => {
    await prepare();

    expect(await stage.look(check)).toMatchObject({
      mark: 'unseen',
      says: expect.stringContaining(says),
    });
  });

  it('of the subscribers shows the address of an e-mail, and of nothing that may hold a key', async () => {
    const pending = { SubscriptionArn: 'PendingConfirmation' };
    stage.state.subscriptions = [
      { ...pending, Protocol: 'email', Endpoint: 'on-call@example.com' },
      { ...pending, Protocol: 'https', Endpoint: `https://pager.example/${OTHER_SECRET}` },
    ];

    expect(await stage.look('subscribers')).toMatchObject({
      cure: 'Confirm what SNS sent to on-call@example.com, https.',
    });
  });

  it('that gets no answer in its time says so', async () => {
    stage.receiver.run.smileApi.failNext(1, 'hang');

    expect(await stage.look('registration', 500)).toMatchObject({
      mark: 'unseen',
      says: 'There was no answer within 0.5 s.',
    });
  });

  it.each<[where: string, prepare: () => unknown]>([
    ['a widget', () => delete stage.state.outputs.ApiCredentialsName],
    ['a value', () => stage.receiver.run.smileCredentials?.set(undefined)],
  ])('of the registration does not look where there is no key, without %s', async (_, prepare) => {
    await prepare();

    expect(await stage.look('registration')).toMatchObject({
      mark: 'not-here',
      says: expect.stringContaining('SMILE_API_KEY'),
    });
  });

  it('of the registration takes the key of the environment before that of the stage', async () => {
    vi.stubEnv('SMILE_API_KEY', 'unknown-key');
    vi.stubEnv('SMILE_API_SECRET', OTHER_SECRET);

    const found = await stage.look('registration');

    expect(found).toMatchObject({ mark: 'unseen', says: expect.stringContaining('API key') });
    expect(JSON.stringify(found)).not.toContain(OTHER_SECRET);
  });
});
