import { ResponseType, type RestApi } from 'aws-cdk-lib/aws-apigateway';

interface GatewayAnswer {
  readonly type: ResponseType;
  /** Absent: the gateway's own, one of several. */
  readonly status?: number;
  readonly message: string;
}

/**
 * What the gateway says by itself. Its own texts name accounts, resources and policies; and to a path
 * that is not there it says 403, as if a token were missing.
 *
 * A body that is too large is not among them: the gateway answers it with 413 and a text of its own, whatever a stack
 * says for REQUEST_TOO_LARGE. The alarm `gateway-4xx` and the runbook name the cure.
 */
const ANSWERS: readonly GatewayAnswer[] = [
  { type: ResponseType.ACCESS_DENIED, status: 403, message: 'You may not call this.' },
  { type: ResponseType.MISSING_AUTHENTICATION_TOKEN, status: 404, message: 'Nothing is here.' },
  { type: ResponseType.RESOURCE_NOT_FOUND, status: 404, message: 'Nothing is here.' },
  { type: ResponseType.THROTTLED, status: 429, message: 'Too many requests. Send it again later.' },
  { type: ResponseType.DEFAULT_4XX, message: 'The request was refused.' },
  { type: ResponseType.DEFAULT_5XX, message: 'The event could not be stored. Send it again.' },
];

/** Makes the gateway's own answers JSON like those of the ingress. */
export function addGatewayResponses(api: RestApi): void {
  for (const { type, status, message } of ANSWERS) {
    api.addGatewayResponse(type.responseType, {
      type,
      ...(status === undefined ? {} : { statusCode: String(status) }),
      responseHeaders: { 'cache-control': "'no-store'" },
      templates: { 'application/json': JSON.stringify({ stored: false, message }) },
    });
  }
}
