import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientOptions } from '../../../local/clients.ts';
import { startEventBridge } from '../../../local/services/event-bridge.ts';
import { startSecretsManager } from '../../../local/services/secrets-manager.ts';

describe('the local Secrets Manager', () => {
  let service: Awaited<ReturnType<typeof startSecretsManager>>;
  beforeAll(async () => {
    service = await startSecretsManager({ webhook: { current: 'one' }, other: 'text' });
  });
  afterAll(() => service.close());

  const read = async (SecretId = 'webhook') => {
    const client = new SecretsManagerClient(clientOptions(service.url));
    return (await client.send(new GetSecretValueCommand({ SecretId }))).SecretString;
  };

  it('gives the secret as JSON, and each one under its own name', async () => {
    await expect(read()).resolves.toBe('{"current":"one"}');
    await expect(read('other')).resolves.toBe('text');
  });

  it.each([
    'arn:aws:secretsmanager:ap-southeast-1:123456789012:secret:other-AbCdEf',
    'arn:aws-cn:secretsmanager:cn-north-1:123456789012:secret:other',
  ])('finds it by the ARN that it has on AWS, with and without its suffix: %s', async (arn) => {
    await expect(read(arn)).resolves.toBe('text');
  });

  it('changes it under a running system', async () => {
    await service.secret('webhook').set({
      current: 'two',
      previous: 'one',
      previousNotAfter: '2030-01-01T00:00:00Z',
    });
    await expect(read()).resolves.toContain('"previous":"one"');

    await service.secret('webhook').set('no JSON');
    await expect(read()).resolves.toBe('no JSON');
  });

  it('fails as it is told, until it is told otherwise', async () => {
    const secret = service.secret('webhook');
    const names: unknown[] = [];
    for (const code of ['ThrottlingException', 'AccessDeniedException']) {
      secret.fail({ code, status: 400 });
      names.push(await read().catch((error: unknown) => (error as Error).name));
    }
    await expect(read('other')).resolves.toBe('text');
    secret.fail(undefined);

    expect(names).toEqual(['ThrottlingException', 'AccessDeniedException']);
    await expect(read()).resolves.toBe('no JSON');
  });

  it('says that a secret is not there as AWS does', async () => {
    await expect(read('other-AbCdEf')).rejects.toThrow('local-secrets.json');
    await expect(read('absent')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });

    await service.secret('webhook').set(undefined);
    await expect(read()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

describe('the local EventBridge', () => {
  let service: Awaited<ReturnType<typeof startEventBridge>>;
  beforeAll(async () => {
    service = await startEventBridge('smile-test');
  });
  afterAll(() => service.close());

  const entry = {
    Source: 'smile',
    DetailType: 'T',
    Detail: '{"a":1}',
    EventBusName: 'smile-test',
  };
  const put = (...entries: object[]) =>
    new EventBridgeClient(clientOptions(service.url)).send(
      new PutEventsCommand({ Entries: entries }),
    );

  it('remembers what it took', async () => {
    const { FailedEntryCount, Entries } = await put(entry);

    expect(FailedEntryCount).toBe(0);
    expect(service.announcements.at(-1)).toMatchObject({
      id: Entries?.[0]?.EventId,
      source: 'smile',
      detailType: 'T',
      detail: { a: 1 },
    });
  });

  it('refuses single entries, and takes the others', async () => {
    const { FailedEntryCount, Entries } = await put(
      { ...entry, EventBusName: 'default' },
      { ...entry, Detail: 'text' },
      { ...entry, Source: undefined },
      entry,
    );

    expect(FailedEntryCount).toBe(3);
    expect(Entries?.map(({ ErrorCode }) => ErrorCode)).toEqual([
      'ResourceNotFoundException',
      'MalformedDetail',
      'InvalidArgument',
      undefined,
    ]);
  });

  it('refuses a call without entries', async () => {
    await expect(put()).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('fails so many calls when it is told to', async () => {
    service.failNext(1);
    await expect(put(entry)).resolves.toMatchObject({ FailedEntryCount: 1 });
    await expect(put(entry)).resolves.toMatchObject({ FailedEntryCount: 0 });

    service.failNext(3, 'requests');
    await expect(put(entry)).rejects.toMatchObject({ $metadata: { httpStatusCode: 500 } });
    await expect(put(entry)).resolves.toMatchObject({ FailedEntryCount: 0 });
  });
});
