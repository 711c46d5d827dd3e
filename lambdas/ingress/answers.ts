import type { APIGatewayProxyResult } from 'aws-lambda';

/** 200: the event is on durable storage. Smile will not send it again. */
export const stored = (eventId: string): APIGatewayProxyResult =>
  answer(200, { stored: true, eventId });

/** 401: one body for every cause, so that a forger learns nothing. */
export const badSignature = (): APIGatewayProxyResult =>
  answer(401, { stored: false, message: 'The signature does not match the body.' });

/** 503: nothing was stored. Smile sends again, twice, within a minute or two. */
export const notStored = (): APIGatewayProxyResult =>
  answer(503, { stored: false, message: 'The event could not be stored. Send it again.' });

function answer(statusCode: number, body: object): APIGatewayProxyResult {
  return {
    statusCode,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
    body: JSON.stringify(body),
  };
}
