import type { GatewayResponses } from '../template/read-gateway-responses.ts';
import { type Answer, jsonAnswer } from './proxy-result.ts';

/** What API Gateway says where a stack has no words of its own (API Gateway docs, Gateway responses). */
const DEFAULTS = {
  ACCESS_DENIED: [403, 'User: anonymous is not authorized to perform: execute-api:Invoke'],
  MISSING_AUTHENTICATION_TOKEN: [403, 'Missing Authentication Token'],
  REQUEST_TOO_LARGE: [413, 'Request Too Long'],
  INTEGRATION_TIMEOUT: [504, 'Endpoint request timed out'],
  // The documentation names no type of its own for a function that fails.
  FUNCTION_FAILED: [502, 'Internal server error'],
} as const;

/** No words of a stack have an effect on these, nor do those of their class. */
const UNCHANGEABLE: ReadonlySet<string> = new Set(['REQUEST_TOO_LARGE']);

/** Gives the gateway's own answer for what happened. */
export type OwnAnswers = (type: keyof typeof DEFAULTS) => Answer;

/** @param responses what the stack says instead; `DEFAULT_4XX` and `DEFAULT_5XX` serve the other types */
export function ownAnswers(responses: GatewayResponses): OwnAnswers {
  return (type) => {
    const [status, message] = DEFAULTS[type];
    const own = jsonAnswer(status, { message });
    const said = responses[type] ?? responses[status < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX'];
    if (!said || UNCHANGEABLE.has(type)) return own;
    return {
      status: said.status ?? own.status,
      headers: { ...own.headers, ...said.headers },
      body: said.body === undefined ? own.body : Buffer.from(said.body),
    };
  };
}
