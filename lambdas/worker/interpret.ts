import { isCallbackKey } from '../message/event-key.ts';
import { isCallbackName, parseCallback } from '../smile/callbacks.ts';
import type { Envelope } from '../smile/envelope.ts';
import { isEventType, parseEvent } from '../smile/events.ts';
import type { Fact } from '../state/fact.ts';
import { callbackFactOf } from '../state/facts/callback-facts.ts';
import { factOf } from '../state/facts/facts.ts';

/** An event that is understood, and its fact. */
export interface Interpreted {
  readonly event: Envelope;
  readonly fact: Fact;
}

/**
 * Understands an event by its type. The key tells a webhook from a callback of the widget: what a browser
 * sends can never pass for something that Smile's server said.
 *
 * @returns undefined for a type that is not known here
 * @throws EventSchemaError when a known type lacks the ids that it is about
 */
export function interpret(envelope: Envelope, eventId: string): Interpreted | undefined {
  const { type } = envelope;
  if (isCallbackKey(eventId)) {
    if (!isCallbackName(type)) return undefined;
    const event = parseCallback({ ...envelope, type });
    return { event, fact: callbackFactOf(event) };
  }
  if (!isEventType(type)) return undefined;
  const event = parseEvent(envelope);
  return { event, fact: factOf(event) };
}
