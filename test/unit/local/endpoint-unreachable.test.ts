import { describe, expect, it } from 'vitest';
import { useBackends } from '../../../local/services/backends.ts';
import { askEndpoint, EndpointUnreachable } from '../../../local/services/endpoint-unreachable.ts';

/** What Node throws for a name with two addresses, `localhost` on most machines: its message is empty. */
const refusedTwice = () =>
  Object.assign(new AggregateError([new Error('::1'), new Error('127.0.0.1')]), {
    code: 'ECONNREFUSED',
  });

const ask = (cause: Error, endpoint = 'http://localhost:4566') =>
  askEndpoint(endpoint, () => Promise.reject(cause)).catch((error: unknown) => error);

describe('an endpoint of somebody else', () => {
  it('that is not there: says so, where the error itself has no message', async () => {
    const cause = refusedTwice();

    const error = await ask(cause);

    expect(cause.message).toBe('');
    expect(error).toBeInstanceOf(EndpointUnreachable);
    expect(error).toMatchObject({
      cause,
      message:
        'AWS_ENDPOINT_URL http://localhost:4566 does not answer (ECONNREFUSED): start the emulator, or unset the variable.',
    });
  });

  it('keeps a user and a password out of the sentence', async () => {
    const error = await ask(refusedTwice(), 'https://user:canary@localhost:4566');

    expect((error as Error).message).toContain('AWS_ENDPOINT_URL https://localhost:4566 does not');
  });

  it('that answers with an error: leaves that error as it is', async () => {
    const refused = Object.assign(new Error('Not today.'), { $metadata: { httpStatusCode: 400 } });

    await expect(ask(refused)).resolves.toBe(refused);
  });

  it('is asked so by a start, first for the secrets', async () => {
    const using = useBackends(
      { bus: { id: 'Bus', name: 'b' } },
      { secret: '{}' },
      'http://127.0.0.1:1',
    );

    await expect(using).rejects.toThrow('AWS_ENDPOINT_URL http://127.0.0.1:1 does not answer');
  });

  it('is asked so by a start, then for the bus', async () => {
    const using = useBackends({ bus: { id: 'Bus', name: 'b' } }, {}, 'http://127.0.0.1:1');

    await expect(using).rejects.toThrow('AWS_ENDPOINT_URL http://127.0.0.1:1 does not answer');
  });
});
