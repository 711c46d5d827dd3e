import { describe, expect, it } from 'vitest';
import { AwsFault, onAws } from '../../../lambdas/clients/aws-fault.ts';

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

  it.each([
    'ConditionalCheckFailedException',
    'ValidationException',
    'SerializationException',
    'InvalidMessageContents',
  ])('that ends in %s is none: the same request gets the same answer for ever', async (name) => {
    const error = thrown(name);

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
