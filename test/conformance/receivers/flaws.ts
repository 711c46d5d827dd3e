import { digestOf, signatureOf } from '../../../conformance/signature.ts';
import { instantOf, readEnvelope } from '../../../lambdas/smile/envelope.ts';
import { isEventType } from '../../../lambdas/smile/events.ts';
import { merge } from '../../../lambdas/state/merge.ts';
import { stampOf } from '../../../lambdas/state/stamp.ts';
import type { StateItem } from '../../../lambdas/state/state-item.ts';
import { emptyDisk } from './disk.ts';
import type { Flaw } from './flaw.ts';
import { LEAKS } from './leaks.ts';
import { CORRECT, handle, refOf, run } from './parts.ts';

/** Scenarios that forge a signature in some way. */
const FORGERIES = [
  'signature-missing',
  'signature-malformed',
  'signature-wrong-key',
  'signature-of-another-body',
  'body-altered',
  'text-instead-of-bytes',
  'byte-order-mark',
  'gzip-request',
];

/** Scenarios that look at what is in the bucket. */
const OBJECTS = [
  'invalid-utf8',
  'gzip-request',
  'every-type',
  'body-3-kib',
  'body-1-mib',
  'body-base64-limit',
];

export const FLAWS: Readonly<Record<string, Flaw>> = {
  'handles every delivery': {
    parts: { known: () => undefined },
    fails: [
      'duplicates-in-turn',
      'duplicates-at-once',
      'timeout-then-retry',
      'same-id-other-body',
      'same-id-at-once',
      'restart-between-attempts',
    ],
  },
  'looks for duplicates first and writes later': {
    parts: {
      store(disk, delivery, { later, pump, parts }) {
        const isKnown = disk.ledger.has(idOf(delivery.body));
        if (isKnown) return handle(disk, delivery, { ...parts, known: CORRECT.known });
        disk.queue.push(delivery);
        later(pump);
      },
      known: () => undefined,
    },
    fails: ['duplicates-at-once', 'same-id-at-once'],
  },
  'answers a duplicate with an error': {
    parts: {
      objection(body, disk) {
        const id = idOf(body);
        const isKnown = disk.ledger.has(id) || disk.queue.some((other) => idOf(other.body) === id);
        return id !== '' && isKnown ? 500 : undefined;
      },
    },
    fails: [
      'duplicates-in-turn',
      'duplicates-at-once',
      'timeout-then-retry',
      'same-id-other-body',
      'same-id-at-once',
      'restart-between-attempts',
    ],
  },
  'answers with an error after it has stored': {
    parts: { answer: () => ({ status: 503, text: '{}' }) },
    fails: 'all',
  },
  'answers before it stores': {
    parts: {
      store: (disk, delivery, { later, pump }) =>
        later(() => {
          disk.queue.push(delivery);
          pump();
        }),
    },
    fails: ['restart-between-attempts'],
  },
  'takes the last event for the newest': {
    parts: { merge: (current, fact, stamp) => merge(forgetful(current, fact), fact, stamp) },
    fails: [
      'reversed-order',
      'late-occurrences',
      'reversed-within-a-second',
      'late-end',
      'clock-far-past',
    ],
  },
  'skips what happened when something newer has happened': {
    parts: {
      merge: (current, fact, stamp) => merge(current, { ...fact, kind: 'statement' }, stamp),
    },
    fails: ['reversed-order', 'late-occurrences'],
  },
  'does not say what it is that is newer': {
    parts: {
      merge(current, fact, stamp) {
        const { item, staleBecause } = merge(current, fact, stamp);
        const unnamed = { eventId: '', asOf: '', type: '' };
        return { item, ...(staleBecause ? { staleBecause: unnamed } : {}) };
      },
    },
    fails: ['reversed-order', 'late-end', 'clock-far-past'],
  },
  'announces twice': {
    parts: { announcements: 2 },
    fails: [
      'single-delivery',
      'duplicates-in-turn',
      'duplicates-at-once',
      'reversed-order',
      'late-occurrences',
      'timeout-then-retry',
      'cut-then-retry',
      'signature-stale',
      'unknown-type',
      'numeric-ids',
      'every-type',
      'same-id-other-body',
      'same-id-at-once',
      'clock-none',
      'redaction-effects',
    ],
  },
  'takes half a request for a whole one': {
    parts: {
      async read(request) {
        const chunks: Buffer[] = [];
        request.on('data', (chunk: Buffer) => chunks.push(chunk));
        await new Promise((resolve) => request.on('end', resolve).on('error', resolve));
        return Buffer.concat(chunks);
      },
    },
    fails: ['cut-then-retry'],
  },
  'checks no signature': {
    parts: { isSigned: () => true },
    fails: [...FORGERIES, 'signature-stale'],
  },
  'answers a forgery with 200': {
    parts: { refusal: () => ({ status: 200, text: '{}' }) },
    fails: [...FORGERIES, 'signature-stale'],
  },
  'stores a forgery and answers 401': {
    parts: {
      refusal(body, secret, disk) {
        handle(disk, { body, receivedAt: new Date().toISOString() }, CORRECT);
        return CORRECT.refusal(body, secret, disk);
      },
    },
    fails: [...FORGERIES, 'signature-stale'],
  },
  'tells forgers the right signature': {
    parts: { refusal: (body, secret) => ({ status: 401, text: signatureOf(body, secret) }) },
    fails: FORGERIES,
  },
  'compares as much of the signature as there is': {
    parts: {
      isSigned: (body, signature, secret) =>
        signature !== undefined && signatureOf(body, secret).startsWith(signature.toLowerCase()),
    },
    fails: ['signature-missing', 'signature-malformed'],
  },
  'knows lower-case signatures only': {
    parts: { isSigned: (body, signature, secret) => signature === signatureOf(body, secret) },
    fails: ['signature-upper-case'],
  },
  'minds the case of the header': {
    parts: {
      signatureIn({ rawHeaders }) {
        const at = rawHeaders.indexOf('Smile-Signature');
        return at === -1 ? undefined : rawHeaders[at + 1];
      },
    },
    fails: ['header-name-case'],
  },
  'verifies what it has parsed and written again': {
    parts: {
      isSigned(body, signature, secret) {
        const written = reWritten(body.toString());
        return written !== undefined && CORRECT.isSigned(written, signature, secret);
      },
    },
    fails: [
      'body-altered',
      'text-instead-of-bytes',
      'byte-order-mark',
      'invalid-utf8',
      'gzip-request',
      'malformed-json',
      'numeric-ids',
    ],
  },
  'decodes the body before it hashes': {
    parts: {
      isSigned: (body, signature, secret) =>
        CORRECT.isSigned(Buffer.from(body.toString()), signature, secret),
    },
    fails: ['text-instead-of-bytes', 'invalid-utf8', 'gzip-request'],
  },
  'joins chunks as texts': {
    parts: {
      async read(request) {
        let text = '';
        for await (const chunk of request as AsyncIterable<Buffer>) text += chunk.toString();
        return Buffer.from(text);
      },
    },
    fails: ['chunked-transfer', 'text-instead-of-bytes', 'invalid-utf8', 'gzip-request'],
  },
  'swallows what is no event': {
    parts: {
      quarantine(disk, body, code, parts) {
        if (code === 'conflict') CORRECT.quarantine(disk, body, code, parts);
      },
    },
    fails: ['malformed-json', 'invalid-utf8', 'gzip-request'],
  },
  'leaves a dead letter of what it quarantines': {
    parts: {
      quarantine(disk, body, code, parts) {
        CORRECT.quarantine(disk, body, code, parts);
        disk.deadLetters.push({ body, receivedAt: new Date().toISOString() });
      },
    },
    fails: [
      'malformed-json',
      'invalid-utf8',
      'gzip-request',
      'same-id-other-body',
      'same-id-at-once',
      'redaction-effects',
      'redaction-logs',
    ],
  },
  'keeps what is no text as text': {
    parts: {
      quarantine(disk, body, code, parts) {
        CORRECT.quarantine(disk, body, code, parts);
        const row = disk.ledger.get(`sha256:${digestOf(body)}`);
        if (row) disk.ledger.set(row.eventId, { ...row, bodyRef: '', body: body.toString() });
      },
    },
    fails: ['invalid-utf8', 'gzip-request'],
  },
  'refuses what is no event': {
    parts: { objection: (body) => (readEnvelope(body).unreadable ? 400 : undefined) },
    fails: ['malformed-json', 'invalid-utf8', 'gzip-request'],
  },
  'refuses types that it does not know': {
    parts: {
      objection(body) {
        const { envelope } = readEnvelope(body);
        return envelope && !isEventType(envelope.type) ? 400 : undefined;
      },
    },
    fails: ['unknown-type'],
  },
  'refuses events without a time': {
    parts: {
      objection(body) {
        const { envelope } = readEnvelope(body);
        return envelope && envelope.createdAt === undefined ? 400 : undefined;
      },
    },
    fails: ['clock-none'],
  },
  'takes events without a time for the newest': {
    parts: {
      stamp: (event, rank, receivedAt) =>
        stampOf({ ...event, createdAt: event.createdAt ?? receivedAt }, rank, receivedAt),
    },
    fails: ['clock-none'],
  },
  'rounds long ids': {
    parts: {
      kept(body) {
        const isRounded = /"accountId":\d{16}/.test(body.toString());
        return isRounded ? (reWritten(body.toString()) ?? body) : body;
      },
    },
    fails: ['numeric-ids'],
  },
  'announces ids of users and accounts only': {
    parts: {
      announcementOf(event, said, outcome) {
        const { detail, ...announcement } = CORRECT.announcementOf(event, said, outcome);
        const { eventId, userId, accountId, status, createdAt } = detail;
        const told = JSON.parse(
          JSON.stringify({ eventId, userId, accountId, status, createdAt, outcome }),
        ) as typeof detail;
        return { ...announcement, detail: told };
      },
    },
    fails: ['every-type'],
  },
  'does not know the newest types': {
    parts: { isKnownType: (type) => isEventType(type) && !type.startsWith('USER_SESSION_') },
    // Where there should be state of these, nothing can be looked at.
    fails: ['every-type', 'redaction-effects'],
  },
  'keeps only the fields that it knows': {
    parts: {
      kept(body) {
        const { envelope } = readEnvelope(body);
        if (!envelope) return body;
        const { id, version, type, createdAt, data } = envelope;
        return Buffer.from(JSON.stringify({ id, version, type, createdAt, data }));
      },
    },
    fails: [
      'unknown-fields',
      'numeric-ids',
      'clock-none',
      'byte-order-mark',
      'chunked-transfer',
      'body-3-kib',
      'body-1-mib',
      'body-base64-limit',
    ],
  },
  'keeps the last of two bodies': {
    parts: {
      conflict(disk, delivery, _row, parts) {
        const { envelope } = readEnvelope(delivery.body);
        if (envelope) run(disk, envelope, delivery, parts);
      },
    },
    fails: ['same-id-other-body', 'same-id-at-once'],
  },
  'drops the second of two bodies': {
    parts: { conflict: () => undefined },
    fails: ['same-id-other-body', 'same-id-at-once'],
  },
  'loses large bodies': {
    parts: {
      store(disk, delivery, how) {
        if (delivery.body.length <= 256 * 1024) CORRECT.store(disk, delivery, how);
      },
    },
    fails: ['body-1-mib', 'body-base64-limit'],
  },
  'cuts large bodies short': {
    parts: { kept: (body) => body.subarray(0, 3 * 1024) },
    // Of the events that carry the canary some are longer: what is not handled cannot be looked at.
    fails: ['every-type', 'body-3-kib', 'body-1-mib', 'body-base64-limit', 'redaction-effects'],
  },
  'leads to objects that it has not stored': {
    parts: { bodyOf: (_disk, body) => CORRECT.bodyOf(emptyDisk(), body) },
    fails: OBJECTS,
  },
  'fills the bucket before it looks at signature and size': {
    parts: {
      isTooLarge(body, disk) {
        disk.bucket.set(refOf(body), body);
        return CORRECT.isTooLarge(body, disk);
      },
    },
    fails: [...FORGERIES, 'body-base64-limit', 'body-6-mib', 'body-10-mib'],
  },
  'stores objects cut short': {
    parts: {
      bodyOf(disk, body) {
        const kept = CORRECT.bodyOf(disk, body);
        if (kept.bodyRef) disk.bucket.set(kept.bodyRef, body.subarray(0, -1));
        return kept;
      },
    },
    fails: OBJECTS,
  },
  'keeps no state but that of users': {
    parts: {
      merge: (current, fact, stamp) =>
        fact.thing.pk.startsWith('USER#')
          ? merge(current, fact, stamp)
          : { item: current as StateItem },
    },
    fails: ['every-type', 'redaction-effects'],
  },
  'keeps of each fact its word alone': {
    parts: {
      merge(current, fact, stamp) {
        const { value } = fact.value as { value: string };
        return merge(current, { ...fact, value: { value } } as typeof fact, stamp);
      },
    },
    fails: ['every-type'],
  },
  'needs two attempts': {
    parts: { attempts: 2 },
    fails: [
      'single-delivery',
      'duplicates-in-turn',
      'duplicates-at-once',
      'timeout-then-retry',
      'cut-then-retry',
      'signature-stale',
      'signature-upper-case',
      'header-name-case',
      'byte-order-mark',
      'chunked-transfer',
      'unknown-type',
      'unknown-fields',
      'numeric-ids',
      'every-type',
      'same-id-other-body',
      'same-id-at-once',
      'body-3-kib',
      'body-1-mib',
      'body-base64-limit',
      'reversed-order',
      'late-occurrences',
      'late-end',
      'clock-far-past',
      'clock-none',
      'clock-far-future',
    ],
  },
  'stores what it calls too large': {
    parts: {
      isTooLarge(body, disk) {
        const isTooLarge = CORRECT.isTooLarge(body, disk);
        const receivedAt = new Date().toISOString();
        if (isTooLarge) handle(disk, { body, receivedAt }, CORRECT);
        return isTooLarge;
      },
    },
    fails: ['body-base64-limit', 'body-6-mib', 'body-10-mib'],
  },
  'refuses old events': {
    parts: {
      objection(body) {
        const { envelope } = readEnvelope(body);
        const sent = instantOf(envelope?.createdAt ?? '');
        return Date.now() - sent > 300_000 ? 400 : undefined;
      },
    },
    fails: ['clock-far-past', 'clock-none'],
  },
  "trusts the sender's clock": {
    parts: {
      stamp: (event, rank, receivedAt) => ({
        ...stampOf(event, rank, receivedAt),
        ...(event.createdAt ? { asOf: new Date(instantOf(event.createdAt)).toISOString() } : {}),
      }),
    },
    fails: ['clock-far-future'],
  },
  ...LEAKS,
};

/** The item as if nothing had been known of what the event is about to say. */
function forgetful(
  item: StateItem | undefined,
  fact: Parameters<typeof merge>[1],
): StateItem | undefined {
  if (!item) return undefined;
  const { endedBy: _endedBy, ...rest } = item;
  if (fact.section === 'status') {
    const { status: _status, ...others } = rest;
    return others;
  }
  const { [fact.name]: _known, ...facts } = rest[fact.section] ?? {};
  return { ...rest, [fact.section]: facts };
}

/** The empty text for what is no event. */
function idOf(body: Buffer): string {
  return readEnvelope(body).envelope?.id ?? '';
}

function reWritten(text: string): Buffer | undefined {
  try {
    return Buffer.from(JSON.stringify(JSON.parse(text)));
  } catch {
    return undefined;
  }
}
