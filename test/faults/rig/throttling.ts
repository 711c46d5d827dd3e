import type { ServerResponse } from 'node:http';

/** What each service says when it is asked too often; S3 says it in XML (S3 API reference, SlowDown). */
export function answerThrottled(target: string, response: ServerResponse): void {
  if (target === '') {
    response.writeHead(503, { 'content-type': 'application/xml' });
    response.end(
      '<Error><Code>SlowDown</Code><Message>Reduce your request rate.</Message></Error>',
    );
    return;
  }
  response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' });
  response.end(JSON.stringify({ __type: codeOf(target), message: 'Rate exceeded.' }));
}

function codeOf(target: string): string {
  if (target.startsWith('AmazonSQS')) return 'com.amazonaws.sqs#RequestThrottled';
  if (target.startsWith('DynamoDB')) {
    return 'com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException';
  }
  return 'ThrottlingException';
}
