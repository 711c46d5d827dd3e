import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StandIn, startStandIn } from '../../../bench/stand-in.ts';

let standIn: StandIn;
beforeAll(async () => {
  standIn = await startStandIn('a-secret');
});
afterAll(() => standIn.stop());

const ask = async (target: string, input: object) =>
  await fetch(standIn.url, {
    method: 'POST',
    headers: { 'x-amz-target': target },
    body: JSON.stringify(input),
  });

describe('the stand-in for AWS', () => {
  it.each([
    [
      'AmazonSQS.SendMessage',
      { MessageBody: 'a' },
      { MD5OfMessageBody: '0cc175b9c0f1b6a831c399e269772661' },
    ],
    ['secretsmanager.GetSecretValue', {}, { SecretString: '{"current":"a-secret"}' }],
    ['DynamoDB_20120810.GetItem', {}, {}],
    ['DynamoDB_20120810.PutItem', {}, {}],
    ['DynamoDB_20120810.UpdateItem', {}, {}],
    ['AWSEvents.PutEvents', {}, { FailedEntryCount: 0 }],
  ])('answers %s', async (target, input, expected) => {
    const answer = await ask(target, input);

    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject(expected);
  });

  it('does not pass for a service that it does not know', async () => {
    const answer = await ask('DynamoDB_20120810.Scan', {});

    expect(answer.status).toBe(400);
  });
});
