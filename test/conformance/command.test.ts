import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalRun, startLocal } from '../../local/start.ts';
import { deliveredTemplate } from '../delivered/template.ts';
import { WORKER_ENTRY } from '../delivered/worker-entry.ts';
import {
  jsonFault,
  secretHolding,
  type StandInAnswer,
  stackWith,
  startAwsStandIn,
} from '../integration/local/aws-stand-in.ts';
import { startProcess } from '../integration/local/main-process.ts';
import { SMILE } from '../integration/operations/smile.ts';

const SECRET = 'canary-K9x7secret';

let directory: string;
let run: LocalRun;
let aws: Awaited<ReturnType<typeof startAwsStandIn>>;
let answers: Record<string, () => StandInAnswer>;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'smile-conformance-'));
  run = await startLocal({
    port: 0,
    secret: SECRET,
    template: await deliveredTemplate(),
    workerEntry: WORKER_ENTRY,
    logLine: () => undefined,
  });
  const { environment } = run;
  answers = {
    DescribeStacks: () =>
      stackWith({
        WebhookUrl: run.webhookUrl,
        SecretName: 'WebhookSecret-abc',
        LedgerTableName: environment.LEDGER_TABLE,
        StateTableName: environment.STATE_TABLE,
        BodiesBucketName: environment.BODIES_BUCKET,
        EventsQueueUrl: environment.EVENTS_QUEUE_URL,
        DeadLettersQueueUrl: environment.DEAD_LETTERS_QUEUE_URL,
        WorkerLogGroupName: 'worker',
        WorkerVersion: '1',
      }),
    GetSecretValue: () => secretHolding(JSON.stringify({ current: SECRET })),
  };
  aws = await startAwsStandIn(answers);
});
afterAll(async () => {
  aws.close();
  await run.stop();
  await rm(directory, { recursive: true });
});

/** The identity of nobody, the engines of the run, and a stand-in for what the run has not. */
const identity = () => ({
  HOME: '/nowhere',
  AWS_CONFIG_FILE: '/nowhere/config',
  AWS_SHARED_CREDENTIALS_FILE: '/nowhere/credentials',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_REGION: 'ap-southeast-1',
  AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'none',
  AWS_MAX_ATTEMPTS: '1',
  AWS_ENDPOINT_URL: aws.url,
  AWS_ENDPOINT_URL_S3: run.environment.AWS_ENDPOINT_URL_S3,
  AWS_ENDPOINT_URL_SQS: run.environment.AWS_ENDPOINT_URL_SQS,
  AWS_ENDPOINT_URL_DYNAMODB: run.environment.AWS_ENDPOINT_URL_DYNAMODB,
});

const conformance = (...args: string[]) => conformanceWith({ SMILE_SECRET: SECRET }, ...args);

async function conformanceWith(environment: Record<string, string>, ...args: string[]) {
  const { exited, output, errors } = startProcess(SMILE, { ...identity(), ...environment }, [
    'conformance',
    ...args,
  ]);
  const code = await exited;
  expect(output() + errors()).not.toContain(SECRET);
  return { code, output: output(), errors: errors() };
}

describe('smile conformance', () => {
  it('tries a run by its URL, prints a line per scenario, and succeeds', async () => {
    const { code, output, errors } = await conformance(
      `--url=${run.webhookUrl}`,
      '--only=single-delivery',
      '--only=signature-wrong-key',
    );

    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(output).toMatch(
      /^ok {6}single-delivery: .+ ms\nok {6}signature-wrong-key: .+ ms\n2 ok, 0 failed, 0 skipped\n$/,
    );
  });

  it('tries a deployed stage by its tables and queues, and says what cannot be seen there', async () => {
    const { code, output, errors } = await conformance(
      '--stage=sandbox',
      '--only=single-delivery',
      '--only=duplicates-in-turn',
      '--only=signature-stale',
      '--only=same-id-other-body',
      '--only=body-3-kib',
    );

    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(output).toContain('(not checked: announcements cannot be seen here)');
    expect(output).toMatch(/\n5 ok, 0 failed, 0 skipped\n$/);
  });

  it('fails when a scenario fails, and writes it into both reports', async () => {
    const [junit, json] = [join(directory, 'junit.xml'), join(directory, 'report.json')];

    const { code, output } = await conformanceWith(
      { SMILE_SECRET: 'another' },
      `--url=${run.webhookUrl}`,
      '--only=single-delivery',
      '--only=restart-between-attempts',
      `--junit=${junit}`,
      `--json=${json}`,
    );

    expect(code).toBe(1);
    expect(output).toMatch(/^FAILED {2}single-delivery – The answer is 401, not 200\./);
    expect(output).toContain('0 ok, 1 failed, 1 skipped');
    const xml = await readFile(junit, 'utf8');
    expect(xml).toContain('tests="2" failures="1" errors="0" skipped="1"');
    expect(xml).toContain('<failure message="The answer is 401, not 200."/>');
    const report = JSON.parse(await readFile(json, 'utf8'));
    expect(report).toMatchObject({
      url: run.webhookUrl,
      counts: { ok: 0, failed: 1, skipped: 1 },
      scenarios: [
        { id: 'single-delivery', outcome: 'failed', reason: 'The answer is 401, not 200.' },
        { id: 'restart-between-attempts', outcome: 'skipped' },
      ],
    });
    expect(xml + JSON.stringify(report)).not.toContain('another');
  });

  it('is no success when everything was skipped', async () => {
    const { code, output } = await conformance(
      `--url=${run.webhookUrl}`,
      '--only=restart-between-attempts',
    );

    expect(code).toBe(1);
    expect(output).toMatch(/^skipped restart-between-attempts – .+--restart CMD\n0 ok, 0 failed/);
  });

  it('fails the scenario whose restart command fails', async () => {
    const { code, output } = await conformance(
      `--url=${run.webhookUrl}`,
      '--only=restart-between-attempts',
      '--restart=SECRET=canary-secret; exit 3',
    );

    expect(code).toBe(1);
    expect(output).toContain('The command of --restart ended with 3, not 0.');
    expect(output).not.toContain('canary-secret');
  });

  it('fails the restart after which the receiver is the one from before', async () => {
    const { code, output } = await conformance(
      `--url=${run.webhookUrl}`,
      '--only=restart-between-attempts',
      '--restart=true',
    );

    expect(code).toBe(1);
    expect(output).toContain('the receiver has not ended');
  });

  it('fails when the log that it was given is about something else', async () => {
    const log = join(directory, 'log');
    await writeFile(log, 'nothing of interest');

    const { code, output } = await conformance(
      `--url=${run.webhookUrl}`,
      '--only=redaction-logs',
      '--patience=8',
      `--logs=${log}`,
    );

    expect(code).toBe(1);
    expect(output).toMatch(/The log does not mention et-/);
  });

  it.each([
    ['of a scenario that does not exist', ['--only=everything'], /single-delivery, duplicates/],
    ['of production', ['--stage=production'], /production is not a sandbox/],
    ['of a run that is not there', ['--url=http://127.0.0.1:1/webhooks'], /does not answer/],
    [
      'without a place for its report',
      ['--junit=/nowhere/junit.xml'],
      /--junit \/nowhere\/junit\.xml cannot be written \(ENOENT\).+--help/,
    ],
    ['with a folder as its report', [`--json=${tmpdir()}`], /cannot be written \(EISDIR\)/],
  ])('tries nothing %s, says why, and exits with 2', async (_what, args, sentence) => {
    const url = `--url=${run.webhookUrl}`;

    const { code, output, errors } = await conformance(url, ...args);

    expect({ code, output }).toEqual({ code: 2, output: '' });
    expect(errors).toMatch(sentence);
    expect(errors).toMatch(/^.+\n$/);
  });

  it.each([
    ['of two words', ['--secret', SECRET]],
    ['of one word', [`--secret=${SECRET}`]],
    ['without a value', ['--secret']],
  ])('takes no secret as an argument %s, and does not repeat it', async (_what, args) => {
    const { code, output, errors } = await conformance(...args);

    expect({ code, output }).toEqual({ code: 2, output: '' });
    expect(errors).toMatch(/^A secret must not be an argument.+ SMILE_SECRET\.\n$/);
  });

  it('leaves an earlier report as it is when it tries nothing', async () => {
    const earlier = join(directory, 'earlier.json');
    await writeFile(earlier, '{}');

    const { code } = await conformance('--url=http://127.0.0.1:1/webhooks', `--json=${earlier}`);

    expect(code).toBe(2);
    expect(await readFile(earlier, 'utf8')).toBe('{}');
  });

  describe('of a stage whose secret the AWS identity may not read', () => {
    let granted: () => StandInAnswer;
    beforeAll(() => {
      granted = answers.GetSecretValue as () => StandInAnswer;
      answers.GetSecretValue = () => jsonFault(400, 'AccessDeniedException', 'User: arn …');
    });
    afterAll(() => {
      answers.GetSecretValue = granted;
    });

    it('says what is lacking, and what would do as well', async () => {
      const { code, errors } = await conformanceWith({}, '--stage=sandbox');

      expect(code).toBe(2);
      expect(errors).toMatch(/needs secretsmanager:GetSecretValue on .+as SMILE_SECRET\.\n$/);
    });

    it('refuses one that Smile could not sign with, in a sentence without it', async () => {
      const { code, output, errors } = await conformanceWith(
        { SMILE_SECRET: `${SECRET}\n` },
        '--stage=sandbox',
      );

      expect({ code, output }).toEqual({ code: 2, output: '' });
      expect(errors).toMatch(/^SMILE_SECRET must be 1 to 64 characters .+ whitespace\.\n$/);
      expect(errors).not.toContain(SECRET);
    });

    it('takes it from SMILE_SECRET', async () => {
      const { code, errors } = await conformanceWith(
        { SMILE_SECRET: SECRET },
        '--stage=sandbox',
        '--only=signature-upper-case',
      );

      expect({ code, errors }).toEqual({ code: 0, errors: '' });
    });
  });
});
