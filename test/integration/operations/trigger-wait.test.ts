import type { APIGatewayProxyEvent } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bodyBytes, signatureOf } from '../../../lambdas/ingress/request.ts';
import { localStage } from '../../../operations/local-stage.ts';
import { outcomes } from '../../../operations/outcomes.ts';
import { invoked, secretHolding, stackWith, startAwsStandIn } from '../local/aws-stand-in.ts';
import { type Receiver, SECRET, startReceiver } from '../receiver.ts';
import { objectsOf, startSmile } from './smile.ts';

/** An event that no attempt can help. */
const DEADLY = ['ACCOUNT_CONNECTED', '--set', 'data.accountId=null'];

let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(() => receiver.run.stop());

/** Names of the run, as a stack has them. */
function outputsOf({ run: { environment } }: Receiver) {
  return {
    IngressFunctionName: 'smile-sandbox-Ingress',
    SecretName: 'WebhookSecret-abc',
    LedgerTableName: environment.LEDGER_TABLE,
    StateTableName: environment.STATE_TABLE,
    BodiesBucketName: environment.BODIES_BUCKET,
    EventsQueueUrl: environment.EVENTS_QUEUE_URL,
    DeadLettersQueueUrl: environment.DEAD_LETTERS_QUEUE_URL,
    WorkerLogGroupName: 'worker',
    WorkerVersion: '1',
  };
}

async function trigger(args: readonly string[], input = '') {
  const { url } = receiver.run;
  const environment = { SMILE_SECRET: SECRET };
  return await startSmile(['trigger', ...args, '--url', url], { environment, input }).ended;
}

describe('smile trigger --wait', () => {
  it('says that an event was applied, where, and how to look at it', async () => {
    const { code, stdout, stderr } = await trigger(['USER_CREATED', '--user', 'u-1', '--wait']);

    const [, id = ''] = /^(et-\w+)\t200\t✓ applied in [\d.]+ m?s\n$/.exec(stdout) ?? [];
    expect(code).toBe(0);
    expect(await receiver.row(id)).toMatchObject({ status: 'DONE', outcome: 'APPLIED' });
    expect(stderr).toContain(`· ${receiver.run.url}\n`);
    expect(stderr).toContain(`Next: smile event ${id} --url ${receiver.run.url}\n`);
  });

  it('shows that a second delivery changes nothing, and that a late event is stale', async () => {
    const of = ['USER_CREATED', '--user', 'u-2', '--wait'] as const;

    const twice = await trigger([...of, '--twice']);
    const late = await trigger([...of, '--late', '10m']);

    const [id = ''] = twice.stdout.split('\t');
    expect(twice.stdout).toMatch(/^et-\w+\t200 200\t✓ applied once in /);
    expect(late.stdout).toMatch(/\t– stale in .+: et-\w+ \(USER_CREATED\) is newer by \d+ s\n$/);
    expect(late.stdout).toContain(id);
    expect([twice.code, late.code]).toEqual([0, 0]);
  });

  it('tells a duplicate and a conflict from an event that is new', async () => {
    const event = '{"id":"et-known","type":"NEW","createdAt":"2026-01-01"}';
    const of = ['--file', '-', '--wait'] as const;

    const first = await trigger(of, event);
    const again = await trigger(of, event);
    const other = await trigger(of, `${event} `);

    expect(first.stdout).toMatch(/^et-known\t200\t\? unknown_type in /);
    expect(again.stdout).toMatch(/^et-known\t200\t– duplicate: unknown_type since /);
    expect(other.stdout).toMatch(/^et-known\t200\t⊘ quarantined in .+conflict\n$/);
    expect([first.code, again.code, other.code]).toEqual([0, 0, 1]);
  });

  it('says why an event is dead, and ends with code 1', async () => {
    const { code, stdout } = await trigger([...DEADLY, '--json', '--wait']);

    expect(code).toBe(1);
    expect(objectsOf(stdout)).toMatchObject([
      { is: 'settled', status: 'DEAD', answers: [200], lastError: { class: 'EventSchemaError' } },
    ]);
    expect(stdout).not.toContain('"body"');
  });

  it('does not take a death from before for what became of an event', async () => {
    const { stdout } = await trigger([...DEADLY, '--wait', '--json']);
    const [{ eventId, messageId }] = objectsOf(stdout) as [{ eventId: string; messageId: string }];
    const stage = await localStage(receiver.run.url);
    const settled = async (earlier?: string) => {
      const sent = [{ eventId, key: eventId, earlier }];
      const found = [];
      for await (const each of outcomes(stage, sent, AbortSignal.timeout(1000))) found.push(each);
      return found;
    };

    const [ofNow, ofBefore] = [await settled(), await settled(messageId)];

    expect(ofNow).toMatchObject([{ eventId, row: { status: 'DEAD' } }]);
    expect(ofBefore).toEqual([]);
  });

  it('says of each of several events what became of it, also between two', async () => {
    const { stdout } = await trigger([
      'USER_CREATED',
      '--count',
      '3',
      '--every',
      '1s',
      '--wait-for',
      '30s',
    ]);

    expect(stdout).toMatch(/^(et-\w+\t200\t✓ applied in .+\n){3}$/);
  });

  it('says what is still under way when the time is over', async () => {
    const { code, stdout } = await trigger(['USER_CREATED', '--wait-for', '0s']);

    expect(code).toBe(1);
    expect(stdout).toMatch(/^et-\w+\t200\t↻ under way\n$/);
  });

  it('says it of a deployed stage too, whose gateway it goes around', async () => {
    const aws = await startAwsStandIn({
      DescribeStacks: () => stackWith(outputsOf(receiver)),
      GetSecretValue: () => secretHolding(JSON.stringify({ current: SECRET })),
      Invoke() {
        const event = JSON.parse(aws.requests.at(-1)?.body ?? '') as APIGatewayProxyEvent;
        void receiver.post(bodyBytes(event), { signature: signatureOf(event) ?? null });
        return invoked({ statusCode: 200, headers: {}, body: '' });
      },
    });

    const environment = {
      AWS_REGION: 'ap-southeast-1',
      AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'none',
      AWS_ENDPOINT_URL: aws.url,
      AWS_ENDPOINT_URL_DYNAMODB: receiver.run.environment.AWS_ENDPOINT_URL_DYNAMODB,
    };
    const args = ['trigger', 'USER_CREATED', '--stage', 'sandbox', '--wait'];
    const { code, stdout, stderr } = await startSmile(args, { environment }).ended;
    aws.close();

    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/✓ applied in /) });
    expect(stderr).toMatch(
      /^sandbox · ap-southeast-1\nNext: smile event et-\w+ --stage sandbox\n$/,
    );
  });
});
