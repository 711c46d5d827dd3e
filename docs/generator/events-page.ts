import { EVENT_TYPES } from '../../lambdas/smile/events.ts';
import { announcementSchema, exampleAnnouncement } from './announcement-schema.ts';
import { callbackTable } from './callback-table.ts';
import { announcedTable, eventTable } from './event-table.ts';
import { handlerNames } from './handler-names.ts';
import { sayingsOf } from './sayings.ts';
import { strictIdsOf } from './strict-ids.ts';

/** Where the page stands. */
export const EVENTS_PAGE = new URL('../events.md', import.meta.url);

/** The text of `docs/events.md`, made of what the code does with an event of each type. */
export async function eventsPage(): Promise<string> {
  const names = await handlerNames();
  const types = EVENT_TYPES.map((type) => {
    const strictIds = strictIdsOf(type);
    const handler = names.get(type);
    if (!handler) throw new Error(`No handler for ${type}.`);
    return { type, strictIds, sayings: sayingsOf(type, strictIds), handler };
  });
  const sayings = types.flatMap((described) => described.sayings);
  const example = types
    .find(({ type }) => type === 'TASK_FINISHED')
    ?.sayings.find(({ detail }) => detail.accountId && detail.status === 'SUCCEEDED');
  if (!example) throw new Error('TASK_FINISHED of an account says nothing.');
  const { detail } = example;
  return `# Events

Generated from the code by \`npm run docs:events\`. A test fails when this file is out of date: do not edit it.

The ${types.length} types that Smile sends, in the order of Smile's list. A type that is not among them is stored, counted
and handed to [unknown.ts](../lambdas/handlers/unknown.ts).

- **refused without**: the ids that the event is about. Without one of them it is a dead letter,
  \`EventSchemaError\`. Nothing else can refuse an event: every other field may be missing, null or of another kind.
- **thing**: the state item that it speaks of, partition key and sort key. Tasks name their account, archive or
  record \`sourceId\`; \`sourceType\` tells which it is, and where that is missing, the task's type and the form of the id.
- **fact**, **value**: the one fact that it says, and how it is kept. **kept beside it**: in the same fact, where the event
  carries it. _Ends the thing_: facts that are older are dropped, also when they come later.
- **handler**: the function that runs when the event is news. _Stale too_: it runs as well when the event came too late.

${eventTable(types)}

## Callbacks of the widget

What a page relays of the Wink Widget, with the type under which the ledger has it. A key in the ledger is
\`widget:<userId>:<id that the page made>\`. Callbacks are hints: they come from a browser, whose user can make them up. Each
is kept in the section \`widget\` of its thing, with its time, beside what Smile's server says, and changes nothing else. \`userId\`
is the session's; everything else may be missing or of another kind, and is then left out: without an account the thing is
the user's. As delivered each is announced like an event, with the source \`smile.widget\` and without a status; \`onUIEvent\`
is not.

${callbackTable(names)}

## Announcements

As delivered, every handler announces its event on the bus \`smile-<stage>\`: ids, status, time and outcome, nothing
personal. One comes at least once: use \`detail.eventId\` as the key. It is sent before the state is written.

\`\`\`json
${exampleAnnouncement('TASK_FINISHED', { ...detail, accountId: '<accountId>', taskType: 'LINK_ACCOUNT' })}
\`\`\`

The form of \`detail\`. Further fields may come with later versions:

\`\`\`json
${announcementSchema(sayings)}
\`\`\`

The fields that depend on the type. An id that Smile leaves out is absent.

${announcedTable(types)}
`;
}
