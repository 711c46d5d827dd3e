import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { JsonService } from './json-calls.ts';

const CONTENT_TYPES: Readonly<Record<JsonService, string>> = {
  dynamodb: 'application/x-amz-json-1.0',
  sqs: 'application/x-amz-json-1.0',
  events: 'application/x-amz-json-1.1',
  secretsmanager: 'application/x-amz-json-1.1',
};

/**
 * Answers as a service does that does not let somebody: by `AccessDeniedException` over the JSON protocols, with
 * SQS's older name of it in a header, and by S3's own `AccessDenied`.
 */
export function answerDenied(
  response: ServerResponse,
  service: JsonService | 's3',
  message: string,
): void {
  const requestId = randomUUID();
  if (service === 's3') {
    response.writeHead(403, { 'content-type': 'application/xml', 'x-amz-request-id': requestId });
    response.end(s3Error(message, requestId));
    return;
  }
  response.writeHead(service === 'sqs' ? 403 : 400, {
    'content-type': CONTENT_TYPES[service],
    'x-amzn-requestid': requestId,
    ...(service === 'sqs' ? { 'x-amzn-query-error': 'AccessDenied;Sender' } : {}),
  });
  response.end(JSON.stringify({ __type: 'AccessDeniedException', message, Message: message }));
}

function s3Error(message: string, requestId: string): string {
  const text = message.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code><Message>${text}</Message><RequestId>${requestId}</RequestId></Error>`;
}
