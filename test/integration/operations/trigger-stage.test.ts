import type { APIGatewayProxyEvent } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { bodyBytes, signatureOf } from '../../../lambdas/ingress/request.ts';
import { verifySignature } from '../../../lambdas/smile/signature.ts';
import {
  guardProduction,
  ProductionGuarded,
} from '../../../operations/sandbox/guard-production.ts';
import { deployedMode } from '../../../operations/sandbox/stage-mode.ts';
import { StageOutOfReach } from '../../../operations/stage-out-of-reach.ts';
import {
  invoked,
  jsonFault,
  queryFault,
  secretHolding,
  type StandInAnswer,
  stackWith,
  startAwsStandIn,
} from '../local/aws-stand-in.ts';
import { startProcess } from '../local/main-process.ts';
import { SMILE } from './smile.ts';

const SECRET = 'canary-K9x7secret';
const NAMES = { IngressFunctionName: 'smile-sandbox-Ingress', SecretName: 'WebhookSecret-abc' };

let answers: Record<string, () => StandInAnswer>;
let aws: Awaited<ReturnType<typeof startAwsStandIn>>;
beforeEach(async () => {
  answers = {
    DescribeStacks: () => stackWith(NAMES),
    GetSecretValue: () => secretHolding(JSON.stringify({ current: SECRET })),
    Invoke: () => invoked({ statusCode: 200, headers: {}, body: '{"stored":true}' }),
  };
  aws = await startAwsStandIn(answers);
});
afterEach(() => aws.close());

/** The identity of nobody: what the machine has of its own stays out. */
const IDENTITY = {
  AWS_REGION: 'ap-southeast-1',
  AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'none',
};
/** What a command says first of all: where it is. */
const WHERE = 'sandbox · ap-southeast-1\n';
const NOWHERE = {
  HOME: '/nowhere',
  AWS_CONFIG_FILE: '/nowhere/config',
  AWS_SHARED_CREDENTIALS_FILE: '/nowhere/credentials',
  AWS_EC2_METADATA_DISABLED: 'true',
};

async function trigger(args: readonly string[], environment: Record<string, string> = IDENTITY) {
  const { exited, output, errors } = startProcess(
    SMILE,
    { ...NOWHERE, AWS_ENDPOINT_URL: aws.url, AWS_MAX_ATTEMPTS: '1', ...environment },
    ['trigger', ...args],
  );
  const code = await exited;
  expect(output() + errors()).not.toContain(SECRET);
  return { code, output: output(), errors: errors() };
}

const asked = () => aws.requests.map(({ action }) => action);

describe('smile trigger --stage', () => {
  it('hands signed gateway events to the deployed ingress, and prints ids and answers', async () => {
    const { code, output, errors } = await trigger([
      'ACCOUNT_CREATED',
      '--stage=sandbox',
      '--user=u-1',
      '--set=data.accountId=a-1',
      '--count=2',
    ]);

    const requests = aws.requests.filter(({ action }) => action === 'Invoke');
    const events = requests.map(({ body }) => JSON.parse(body) as APIGatewayProxyEvent);
    const bodies = events.map((event) => Buffer.from(bodyBytes(event)));
    const sent = bodies.map((body) => JSON.parse(body.toString()));
    expect({ code, errors }).toEqual({ code: 0, errors: WHERE });
    expect(output).toBe(sent.map(({ id }) => `${id} 200\n`).join(''));
    expect(sent[0].id).not.toBe(sent[1].id);
    expect(sent[1]).toMatchObject({ type: 'ACCOUNT_CREATED', data: { userId: 'u-1' } });
    expect(events[0]).toMatchObject({ httpMethod: 'POST', path: '/webhooks' });
    events.forEach((event, index) => {
      const check = verifySignature(bodies[index] as Buffer, signatureOf(event), [SECRET]);
      expect(check.valid).toBe(true);
    });
  });

  it('takes a secret behind a byte order mark, as the ingress does', async () => {
    answers.GetSecretValue = () => secretHolding(`\uFEFF${JSON.stringify({ current: SECRET })}`);

    const { code, errors } = await trigger(['USER_CREATED', '--stage=sandbox']);

    expect({ code, errors }).toEqual({ code: 0, errors: WHERE });
  });

  it('asks for exactly what the stack names, once', async () => {
    await trigger(['USER_CREATED', '--stage=sandbox', '--count=2']);

    const [stack, secret, function_] = aws.requests;
    expect(asked()).toEqual(['DescribeStacks', 'GetSecretValue', 'Invoke', 'Invoke']);
    expect(new URLSearchParams(stack?.body).get('StackName')).toBe('smile-sandbox');
    expect(JSON.parse(secret?.body ?? '')).toEqual({ SecretId: NAMES.SecretName });
    expect(function_?.target).toContain(`/functions/${NAMES.IngressFunctionName}/`);
  });

  it('prints an answer that is no success, goes on, and fails', async () => {
    answers.Invoke = () => invoked({ statusCode: 503, headers: {}, body: '' });

    const { code, output } = await trigger(['USER_CREATED', '--stage=sandbox', '--count=2']);

    expect(code).toBe(1);
    expect(output).toMatch(/^\S+ 503\n\S+ 503\n$/);
  });

  it('fails when the function failed, and shows where its log is', async () => {
    answers.Invoke = () =>
      invoked({ errorType: 'Sandbox.Timedout', errorMessage: `about ${SECRET}` }, 'Unhandled');

    const { code, output, errors } = await trigger(['USER_CREATED', '--stage=sandbox']);

    expect({ code, output }).toEqual({ code: 1, output: '' });
    expect(errors).toContain('smile-sandbox-Ingress failed: Sandbox.Timedout');
    expect(errors).toContain('ConsoleIngressLogs');
  });

  it('asks AWS nothing for production until the user has said so', async () => {
    answers.DescribeStacks = () => stackWith(NAMES, 'production');
    const guarded = await trigger(['USER_CREATED', '--stage=production']);
    const before = asked();

    const meant = await trigger(['USER_CREATED', '--stage=production', '--yes-production']);

    expect(guarded).toMatchObject({ code: 1, output: '' });
    expect(guarded.errors).toContain('add --yes-production');
    expect(before).toEqual([]);
    expect(meant.code).toBe(0);
  });

  it('prints a signed request, and invokes nothing', async () => {
    const { code, output } = await trigger([
      'USER_CREATED',
      '--stage=sandbox',
      '--print',
      '--json',
    ]);

    const { to, headers, body } = JSON.parse(output);
    const check = verifySignature(Buffer.from(body), headers['Smile-Signature'], [SECRET]);
    expect({ code, to, valid: check.valid }).toEqual({ code: 0, to: WHERE.trim(), valid: true });
    expect(asked()).toEqual(['DescribeStacks', 'GetSecretValue']);
  });

  it.each<[what: string, action: string, answer: () => StandInAnswer, sentence: RegExp]>([
    [
      'there is no such stack',
      'DescribeStacks',
      () => queryFault(400, 'ValidationError', 'Stack with id smile-sandbox does not exist'),
      /no stack smile-sandbox in ap-southeast-1.*cdk deploy -c stage=sandbox/,
    ],
    [
      'the stack may not be read',
      'DescribeStacks',
      () => queryFault(403, 'AccessDenied', 'User: arn:aws:iam::111122223333:user/someone …'),
      /needs cloudformation:DescribeStacks on the stack smile-sandbox/,
    ],
    [
      'the stack is not complete',
      'DescribeStacks',
      () => stackWith({ IngressFunctionName: 'f' }),
      /no output SmileSecretName.*deploy it again/,
    ],
    [
      'the stack has no receiver of the stage',
      'DescribeStacks',
      () => stackWith(NAMES, 'other'),
      /smile-sandbox has no receiver of stage sandbox.*smile-receiver:sandbox.*Deploy it again/,
    ],
    [
      'the session has ended',
      'DescribeStacks',
      () => queryFault(403, 'ExpiredToken', 'The security token is expired'),
      /does not take your credentials \(ExpiredToken\).*aws sso login/,
    ],
    [
      'the secret may not be read',
      'GetSecretValue',
      () => jsonFault(400, 'AccessDeniedException', 'User: arn:aws:iam::111122223333:user/x …'),
      /needs secretsmanager:GetSecretValue on the secret WebhookSecret-abc/,
    ],
    [
      'there is no secret',
      'GetSecretValue',
      () => jsonFault(400, 'ResourceNotFoundException', 'cannot find'),
      /no secret WebhookSecret-abc/,
    ],
    [
      'the secret is bare text in place of JSON',
      'GetSecretValue',
      () => secretHolding(SECRET),
      /WebhookSecret-abc cannot be used\. The text is not JSON\./,
    ],
    [
      'the secret has no current value',
      'GetSecretValue',
      () => secretHolding(JSON.stringify({ previous: SECRET })),
      /WebhookSecret-abc cannot be used\. "current" is missing\..*\{ "current"/,
    ],
    [
      'the secret ends with a line break',
      'GetSecretValue',
      () => secretHolding(JSON.stringify({ current: `${SECRET}\n` })),
      /"current" begins or ends with whitespace\./,
    ],
    [
      'an answer about the secret cannot be understood',
      'GetSecretValue',
      () => ({ ...secretHolding(SECRET), body: `{"SecretString":"${SECRET}` }),
      /GetSecretValue/,
    ],
    [
      'the function may not be invoked',
      'Invoke',
      () => jsonFault(403, 'AccessDeniedException', 'User: arn:aws:iam::111122223333:user/x …'),
      /needs lambda:InvokeFunction on the function smile-sandbox-Ingress/,
    ],
    [
      'the function is gone',
      'Invoke',
      () => jsonFault(404, 'ResourceNotFoundException', 'Function not found'),
      /no function smile-sandbox-Ingress.*Deploy again/,
    ],
    [
      'the function is throttled',
      'Invoke',
      () => jsonFault(429, 'TooManyRequestsException', 'Rate exceeded'),
      /refused lambda:InvokeFunction .* with TooManyRequestsException/,
    ],
    [
      'the function returns no proxy result',
      'Invoke',
      () => invoked('nonsense'),
      /failed: no proxy result/,
    ],
  ])('says in one line what to do when %s', async (_what, action, answer, sentence) => {
    answers[action] = answer;

    const { code, output, errors } = await trigger(['USER_CREATED', '--stage=sandbox']);

    expect({ code, output }).toEqual({ code: 1, output: '' });
    expect(errors).toMatch(sentence);
    expect(errors.replace(WHERE, '')).toMatch(/^.+\n$/);
    expect(errors).not.toContain('111122223333');
  });

  it('says so when there are no credentials', async () => {
    const { code, errors } = await trigger(['USER_CREATED', '--stage=sandbox'], {
      AWS_REGION: 'ap-southeast-1',
    });

    expect(code).toBe(1);
    expect(errors).toMatch(/^There are no AWS credentials here.*AWS_PROFILE\.\n$/);
  });

  it('says so when there is no region', async () => {
    const { code, errors } = await trigger(['USER_CREATED', '--stage=sandbox'], {
      AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'none',
    });

    expect(code).toBe(1);
    expect(errors).toMatch(/^No AWS region is set\. Set AWS_REGION .*\n$/);
  });

  it('says so when nobody answers', async () => {
    const { code, errors } = await trigger(['USER_CREATED', '--stage=sandbox'], {
      ...IDENTITY,
      AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
    });

    expect(code).toBe(1);
    expect(errors).toMatch(
      /^AWS did not answer cloudformation:DescribeStacks.*AWS_ENDPOINT_URL.*\n$/,
    );
  });
});

const guard = async (outputs: Readonly<Record<string, string>>) => {
  answers.DescribeStacks = () => stackWith(outputs);
  const environment = { ...NOWHERE, ...IDENTITY, AWS_ENDPOINT_URL: aws.url };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  await guardProduction('sandbox', deployedMode);
};

describe('in a project of its user, where nothing but the stack knows the mode', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('lets invented events into a stage whose output says sandbox', async () => {
    await expect(guard({ Mode: 'sandbox' })).resolves.toBeUndefined();
  });

  it.each([
    [{ Mode: 'production' }, ProductionGuarded],
    [NAMES, StageOutOfReach],
  ])('keeps them out of a stage with the outputs %j', async (outputs, refusal) => {
    await expect(guard(outputs)).rejects.toThrow(refusal);
  });
});
