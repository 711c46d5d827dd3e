import { EVENT_TYPES } from '../../lambdas/smile/events.ts';
import { announcementSchema, exampleAnnouncement } from './announcement-schema.ts';
import { callbackTable } from './callback-table.ts';
import { announcedTable, eventTable } from './event-table.ts';
import { sayingsOf } from './sayings.ts';
import { strictIdsOf } from './strict-ids.ts';

/** Where the page stands. */
export const EVENTS_PAGE = new URL('../events.md', import.meta.url);

/** The text of `docs/events.md`, made of what the code does with an event of each type. */
export function eventsPage(): string {
  const types = EVENT_TYPES.map((type) => {
    const strictIds = strictIdsOf(type);
    return { type, strictIds, sayings: sayingsOf(type, strictIds) };
  });
  const sayings = types.flatMap((described) => described.sayings);
  const example = types
    .find(({ type }) => type === 'TASK_FINISHED')
    ?.sayings.find(({ detail }) => detail.accountId && detail.status === 'SUCCEEDED');
  if (!example) throw new Error('TASK_FINISHED of an account says nothing.');
  const { detail } = example;
  return `# Events

Generated from the code by \`npm run docs:events\`. A test fails when this file is out of date: do not edit it.

The ${types.length} types that Smile sends, in the order of Smile's list. A type that is not among them is stored, counted,
announced, and handed to \`onUnknown\` of your handlers.

- **refused without**: the ids that the event is about. Without one of them it is a dead letter,
  \`EventSchemaError\`; without \`data\` it is one with the code \`data-missing\`. Nothing else can refuse an event: every
  other field may be missing, null or of another kind. Numeric ids arrive as text. Text that is not a code
  (\`[A-Za-z0-9_.:-]\`, at most 64 characters) in the place of a code is left out, and stays in the body.
- **thing**: the state item that it speaks of, partition key and sort key. Tasks name their account, archive or
  record \`sourceId\`; \`sourceType\` tells which it is, and where that is missing, the task's type and the form of the id.
- **fact**, **value**: the one fact that it says, and how it is kept. **kept beside it**: in the same fact, where the event
  carries it. _Ends the thing_: facts that are older are dropped, also when they come later.
- **when late**: an event that says how a thing is ends as \`STALE\` when something newer is known: state stays, and no
  handler runs. An event that says that something happened is handled whenever it comes, unless its account or
  archive ended later; state keeps the latest.

An event without a readable \`createdAt\` is handled and marked \`undated\` in its row. It counts as older than any that has one.

${eventTable(types)}

## Callbacks of the widget

What a page relays of the Wink Widget, with the type under which the ledger has it. A key in the ledger is
\`widget:<userId>:<id that the page made>\`. Callbacks are hints: they come from a browser, whose user can make them up. Each
is kept in the section \`widget\` of its thing, with its time, beside what Smile's server says, and changes nothing else. \`userId\`
is the session's; everything else may be missing or of another kind, and is then left out: without an account the thing is
the user's. Each is announced like an event, with the source \`smile.widget\` and without a status. \`onUIEvent\` is not,
unless its handler asks for it. Each callback is handled, in whatever order they come.

${callbackTable()}

## Announcements

Every event that is news is announced on the bus \`smile-<stage>\`, after its handler returned, unless that was registered with
\`announce: false\`. An announcement holds ids, codes, times and the outcome, nothing personal. One comes at least once:
use \`detail.eventId\` as the key. The state is written before it is sent.

\`\`\`json
${exampleAnnouncement('TASK_FINISHED', { ...detail, accountId: '<accountId>', taskType: 'LINK_ACCOUNT' })}
\`\`\`

The form of \`detail\`. Further fields may come with later versions:

\`\`\`json
${announcementSchema(sayings)}
\`\`\`

The fields that depend on the type. What Smile leaves out is absent, and so is a list of more than a hundred ids or
one with an entry that is not an id.

${announcedTable(types)}
`;
}
