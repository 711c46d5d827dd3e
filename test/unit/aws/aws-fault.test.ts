import { describe, expect, it } from 'vitest';
import { AwsFault, onAws } from '../../../lambdas/aws/aws-fault.ts';
import { AwsRefusal } from '../../../lambdas/aws/aws-refusal.ts';
import { EntryRefused } from '../../../lambdas/aws/eventbridge.ts';

const thrown = (name: string) => Object.assign(new Error('for canary-señal'), { name });
const failing = (error: unknown) =>
  onAws(async () => {
    throw error;
  });

describe('a call to AWS', () => {
  it('gives back what AWS answered', async () => {
    expect(await onAws(async () => 7)).toBe(7);
  });

  it.each([
    'ThrottlingException',
    'ProvisionedThroughputExceededException',
    'AccessDeniedException',
    'ResourceNotFoundException',
    'InternalServerError',
    'TimeoutError',
    'CredentialsProviderError',
  ])('that ends in %s is a fault of AWS', async (name) => {
    await expect(failing(thrown(name))).rejects.toMatchObject({ name: 'AwsFault', code: name });
  });

  it.each<[string, Error]>([
    ['ValidationException', thrown('ValidationException')],
    ['SerializationException', thrown('SerializationException')],
    ['InvalidMessageContents', thrown('InvalidMessageContents')],
    ['MalformedDetail', new EntryRefused('MalformedDetail')],
    ['EntityTooLarge', Object.assign(thrown('S3RequestFailed'), { code: 'EntityTooLarge' })],
  ])(
    'that ends in %s is a refusal: the same request gets the same answer for ever',
    async (code, error) => {
      const refusal: unknown = await failing(error).catch((reason: unknown) => reason);

      expect(refusal).toBeInstanceOf(AwsRefusal);
      expect(refusal).toMatchObject({ code });
      expect(String((refusal as Error).stack)).not.toContain('canary-señal');
    },
  );

  it.each(['ThrottlingException', 'InternalFailure', 'NotAuthorizedForSourceException'])(
    'whose entry EventBridge answers with %s is a fault of AWS',
    async (code) => {
      await expect(failing(new EntryRefused(code))).rejects.toMatchObject({ name: 'AwsFault' });
    },
  );

  it('whose condition does not hold passes as it is', async () => {
    const error = thrown('ConditionalCheckFailedException');

    await expect(failing(error)).rejects.toBe(error);
  });

  it('that throws something that is no error is a fault as well', async () => {
    await expect(failing('gone')).rejects.toMatchObject({ name: 'AwsFault', code: 'NotAnError' });
  });

  it('that fails tells nothing of what AWS said', async () => {
    const error = new AwsFault(thrown('ThrottlingException'));

    expect(`${error.message} ${error.stack}`).not.toContain('canary-señal');
    expect(error.cause).toBeUndefined();
  });
});
