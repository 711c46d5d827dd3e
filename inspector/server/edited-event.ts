import { randomUUID } from 'node:crypto';
import { isRecord, readEnvelope } from '../../lambdas/smile/envelope.ts';
import { EventSchemaError } from '../../lambdas/smile/event-schema-error.ts';
import { isEventType, parseEvent } from '../../lambdas/smile/events.ts';
import { Refused } from './refused.ts';

/** An edited event, ready to be sent. */
export interface EditedEvent {
  readonly id: string;
  readonly body: Buffer;
}

/**
 * Makes a new event of an edited text: the old id would be a conflict, and the old time stale.
 *
 * @throws Refused with the place of what is wrong
 */
export function editedEvent(text: string): EditedEvent {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new Refused(400, 'not-json', `This is not JSON. ${(error as Error).message}`);
  }
  if (!isRecord(json)) throw new Refused(400, 'not-json', 'An event is an object: { … }.');
  const id = `et-${randomUUID().replaceAll('-', '')}`;
  const createdAt = `${new Date().toISOString().slice(0, 19)}Z`;
  const body = Buffer.from(JSON.stringify({ ...json, id, createdAt }));
  const { envelope, unreadable } = readEnvelope(body);
  if (!envelope) throw new Refused(400, 'unreadable', `type: an event needs one (${unreadable}).`);
  try {
    if (isEventType(envelope.type)) parseEvent(envelope);
  } catch (error) {
    if (!(error instanceof EventSchemaError)) throw error;
    throw new Refused(
      400,
      error.code,
      `${error.paths.join(', ')}: missing, empty, too long or of the wrong kind. ${envelope.type} needs it.`,
    );
  }
  return { id, body };
}
