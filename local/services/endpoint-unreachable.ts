import { describeError } from '../../lambdas/telemetry/describe-error.ts';
import { isAnswer } from '../is-answer.ts';

/** Nobody answers at the endpoint that was named in place of the embedded services. */
export class EndpointUnreachable extends Error {
  override readonly name = 'EndpointUnreachable';
  readonly code = 'endpoint-unreachable';
  constructor(endpoint: string, reason: string, options: ErrorOptions) {
    // The origin alone: a user and a password may stand before the host.
    super(
      `AWS_ENDPOINT_URL ${new URL(endpoint).origin} does not answer (${reason}): start the emulator, or unset the variable.`,
      options,
    );
  }
}

/**
 * Asks somebody else's endpoint for what a start needs. An error of the network, whose message may be
 * empty, becomes {@link EndpointUnreachable}; one that came as an answer stays what it is.
 */
export async function askEndpoint<Answer>(
  endpoint: string,
  ask: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await ask();
  } catch (cause) {
    if (isAnswer(cause)) throw cause;
    const { code, class: errorClass } = describeError(cause);
    throw new EndpointUnreachable(endpoint, code ?? errorClass, { cause });
  }
}
