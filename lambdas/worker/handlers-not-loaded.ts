import { describeError, stackFrames } from '../telemetry/describe-error.ts';
import { ownFrame } from '../telemetry/source-frames.ts';
import { HandlersInvalid } from '../receiver/handlers-invalid.ts';

/** The handlers file, or something that it imports, threw while it was loaded. No event can be handled. */
export class HandlersNotLoaded extends Error {
  override readonly name = 'HandlersNotLoaded';
  readonly code = 'handlers-not-loaded';
}

/**
 * What a bundle throws in place of an error at the top level of the handlers: its class, and the place in the
 * user's own file. Lambda logs what it cannot load with its message, which may hold a connection string. The message
 * of a HandlersInvalid is ours, and stays.
 */
export function handlersNotLoaded(error: unknown): Error {
  const place = ownFrame(stackFrames(error));
  if (error instanceof HandlersInvalid) {
    return place === undefined ? error : new HandlersInvalid(`${place}: ${error.message}`);
  }
  const at = place === undefined ? '' : `, at ${place}`;
  return new HandlersNotLoaded(
    `The handlers threw ${describeError(error).class} while they were loaded${at}. Run smile dev to see the message.`,
  );
}
