import type {
  APIGatewayProxyEventV2,
  APIGatewayProxyStructuredResultV2 as Answer,
  Context,
} from 'aws-lambda';
import type { RotatingSecret } from '../secret/rotating-secret.ts';
import { errorFields } from '../telemetry/describe-error.ts';
import type { Log, LogFields } from '../telemetry/log.ts';
import { answer } from './answer.ts';
import { ApiRefusal } from './api-refusal.ts';
import { authenticate } from './authenticate.ts';
import { checkOrigin } from './check-origin.ts';
import { ANSWER_WITHIN_MS } from './contract.ts';
import { bearerToken, type WidgetRequest } from './widget-request.ts';

/** What every function of the widget's API needs of the world. */
export interface WidgetApiParts {
  readonly stage: string;
  /** Origins of the customer's own pages. */
  readonly origins: readonly string[];
  /** What the customer's backend signs sessions with. */
  readonly session: RotatingSecret;
  readonly createLog: (context: LogFields) => Log;
  /** Is told of everything that is answered with no success. */
  readonly onRefusal: (refusal: ApiRefusal) => void;
}

/** A request whose session is good. */
export interface WidgetCall<Input> {
  /** Smile's id of the session's user. */
  readonly userId: string;
  readonly request: WidgetRequest;
  readonly input: Input;
  /** Fires when the answer is due. */
  readonly signal: AbortSignal;
  /** Names the user in every line. */
  readonly log: Log;
}

/** What a request claims to be, before anybody has checked its session. */
export interface Claim<Input> {
  readonly token: string | undefined;
  readonly input: Input;
}

type Handle<Input> = (call: WidgetCall<Input>) => Promise<Answer>;
type Read<Input> = (request: WidgetRequest) => Claim<Input>;

type WidgetFunction = (
  request: APIGatewayProxyEventV2,
  context: Pick<Context, 'awsRequestId'>,
) => Promise<Answer>;

/** A function of the widget's API whose session is in the header: origin, session, then the work. */
export function createWidgetFunction(
  parts: WidgetApiParts,
  handle: Handle<undefined>,
): WidgetFunction {
  return createReadingFunction(parts, readToken, handle);
}

const readToken = (request: WidgetRequest) => ({ token: bearerToken(request), input: undefined });

/** The same for one that has to read its request before it knows the session. */
export function createReadingFunction<Input>(
  parts: WidgetApiParts,
  read: Read<Input>,
  handle: Handle<Input>,
): WidgetFunction {
  return async (request, { awsRequestId: requestId }) => {
    let log = parts.createLog({ requestId });
    const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
    try {
      checkOrigin(request, parts.origins);
      const { token, input } = read(request);
      const userId = await authenticate(token, parts.stage, parts.session, signal);
      log = parts.createLog({ requestId, subject: userId });
      return await handle({ userId, request, input, signal, log });
    } catch (error) {
      return refuse(error, log, parts);
    }
  };
}

/**
 * A page's fault is for information, with the words that the page got: they hold no value of the request.
 * What is ours is an error, and the page may try again.
 */
function refuse(error: unknown, log: Log, { onRefusal }: WidgetApiParts): Answer {
  const refusal = error instanceof ApiRefusal ? error : ApiRefusal.unavailable();
  const { status, code, message, headers } = refusal;
  if (status < 500) log.info('request refused', { status, code, why: message });
  else log.error('request failed', { status, refusal: code, ...causeOf(error) });
  onRefusal(refusal);
  return answer(status, { code, message }, headers);
}

function causeOf(error: unknown): LogFields {
  return errorFields(error instanceof ApiRefusal ? (error.cause ?? error) : error);
}
