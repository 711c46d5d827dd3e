/** Where bodies are kept in the bucket: every object's key begins with it. */
export const BODIES_PREFIX = 'bodies/';

/**
 * Attribute of a dead letter that holds no body: the row under its `eventId` does. Such a message can come back to
 * the events queue as it is, by the console's redrive too.
 */
export const TICKET_ATTRIBUTE = 'ticket';
