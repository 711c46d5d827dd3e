import { digestOf } from './signature.ts';

/**
 * Where the bucket has a body that a row cannot hold (docs/architecture.md, The queue message): below the hash
 * of whom it is about, under its own digest.
 */
export function bodyKeyOf(body: Uint8Array): string {
  const digest = digestOf(body);
  return `bodies/${digestOf(Buffer.from(subjectOf(body) ?? `sha256:${digest}`))}/${digest}`;
}

/** The user that an event is about, else its record or verification, else itself. Undefined when the body is not an event. */
function subjectOf(body: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body);
    const { id, type, data = {} } = JSON.parse(text) as Readonly<Record<string, never>>;
    const { userId, session, recordId, verificationId } = data as Readonly<Record<string, never>>;
    const ofUser = userId ?? (session as { userId?: string } | undefined)?.userId;
    const isEvent = typeof id === 'string' && id !== '' && typeof type === 'string';
    return ofUser ?? recordId ?? verificationId ?? (isEvent ? id : undefined);
  } catch {
    return undefined;
  }
}
