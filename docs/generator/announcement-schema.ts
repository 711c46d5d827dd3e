import type { Outcome } from '../../lambdas/ledger/ledger-row.ts';
import type { AnnouncementDetail } from '../../lambdas/worker/announce.ts';
import { ANNOUNCEMENT_SOURCE } from '../../lambdas/worker/contract.ts';
import type { Saying } from './sayings.ts';

/** What each field tells; the compiler wants every field of the type here. */
const MEANINGS: { readonly [K in keyof AnnouncementDetail]-?: string } = {
  eventId: "The event's id: the key against repetitions. For a replay `<id>#<replayId>`.",
  userId: 'The user that the event is about.',
  accountId: "The user's account at a provider.",
  archiveId: 'An upload of the user.',
  inviteId: 'An invitation of the user.',
  recordId: 'A social security record. Its events name no user.',
  verificationId: 'A verification. Its events name no user.',
  identityId: 'The identity to fetch.',
  ratingId: 'The rating to fetch.',
  insightId: 'The insight to fetch.',
  linkId: 'The result of the multiple application warning to fetch.',
  sourceId: 'What a task worked on: the id of an account, an archive or a record.',
  sourceType: "Which of them it is, in Smile's word.",
  taskType: 'What kind of task started or ended.',
  status:
    "The event's own status; UNKNOWN where Smile leaves out what a task or a record came to. Of an event that says none, the one that is known of the thing. An open list of codes.",
  errorCode: "Why it failed. An open list of Smile's codes.",
  resultCode: 'What a verification or a record came to, such as NO_DATA. An open list of codes.',
  monitorStatus: 'Whether Smile goes on syncing the account, such as USER_ACTION_REQUIRED.',
  channel: "Where the user's session took place.",
  reason: 'Why the widget was closed; of callbacks only.',
  datapoints: 'What data a task brought.',
  count: 'How many items were added or updated.',
  updatedIds: 'Which items were updated, if all of them fit in.',
  createdAt:
    'When it happened, as Smile wrote it: an ISO 8601 date-time. Absent when that cannot be read.',
  outcome: 'What the event came to.',
};

/** Fields that are not text. */
const KINDS: Readonly<Record<string, object>> = {
  datapoints: { type: 'array', items: { type: 'string' } },
  updatedIds: { type: 'array', items: { type: 'string' } },
  count: { type: 'integer' },
};

/** Fields that an event may lack though the example of its type has them. */
const OPTIONAL = new Set(['createdAt']);

const OUTCOMES: Readonly<Record<Outcome, string>> = {
  APPLIED: 'it was news',
  STALE: 'it came after something newer; only from handlers that run on stale events',
  UNKNOWN_TYPE: 'Smile has added a type that this version does not know',
};

/** The form of `detail`, as JSON Schema. Required is what every announcement has. */
export function announcementSchema(sayings: readonly Saying[]): string {
  const properties = Object.entries(MEANINGS).map(([name, meaning]) => [
    name,
    name === 'outcome'
      ? { enum: Object.keys(OUTCOMES), description: outcomeMeaning(meaning) }
      : { ...(KINDS[name] ?? { type: 'string' }), description: meaning },
  ]);
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'detail of an announcement',
    type: 'object',
    properties: Object.fromEntries(properties),
    required: Object.keys(MEANINGS).filter(
      (name) => !OPTIONAL.has(name) && sayings.every(({ detail }) => name in detail),
    ),
  };
  return json(schema);
}

function outcomeMeaning(meaning: string): string {
  const each = Object.entries(OUTCOMES).map(([outcome, what]) => `${outcome}: ${what}`);
  return `${meaning} ${each.join('. ')}.`;
}

/** An announcement as a rule's target gets it (EventBridge docs, Event structure). */
export function exampleAnnouncement(type: string, detail: AnnouncementDetail): string {
  const event = {
    version: '0',
    id: '<id that EventBridge gives>',
    'detail-type': type,
    source: ANNOUNCEMENT_SOURCE,
    account: '<account>',
    time: '<time of the announcement>',
    region: '<region>',
    resources: [],
    detail,
  };
  return json(event);
}

const MAX_LINE = 80;

/** Indented, with short lists of words on one line, as the formatter writes them. */
function json(value: object): string {
  return JSON.stringify(value, null, 2).replace(
    /\[\s+("[^\][{}]*")\s+\]/g,
    (list, words: string) => {
      const line = `[${words.replace(/,\s+/g, ', ')}]`;
      return line.length <= MAX_LINE ? line : list;
    },
  );
}
