import { bodyOf } from '../../operations/body-of.ts';
import type { EventFeed } from '../../operations/event-feed.ts';
import { rowsByKey } from '../../operations/rows.ts';
import type { Job } from '../contract.ts';
import { buildEvent } from '../../testing/builders/build-event.ts';
import { editedEvent } from './edited-event.ts';
import type { InspectorParts } from './inspector-parts.ts';
import { createJobs } from './jobs.ts';
import { Refused } from './refused.ts';

type Json = Readonly<Record<string, unknown>>;

/** What changes something, or shows a body: each is one line in the terminal. */
export interface ChangesOfPage {
  apply(path: string, json: Json): Promise<object>;
  job(number: number): Job;
}

/** @param feed is told of events that were sent */
export function changes(parts: InspectorParts, feed: EventFeed): ChangesOfPage {
  const { stage, view, send } = parts;
  const note = (text: string) =>
    parts.note(`${new Date().toTimeString().slice(0, 8)} inspector  ${text}`);
  const noteWho = async (text: string) => note(`${text}, by ${await stage.operator()}`);
  const jobs = createJobs(stage, (summary) => note(summary));
  const asked = async (what: 'redrive' | 'replay', json: Json) => {
    refuseUnconfirmed(view, json);
    const ids = idsIn(json);
    await noteWho(`${what} ${ids.length === 1 ? ids[0] : `${ids.length} events`}`);
    return { number: jobs[what](ids) };
  };
  const sent = async (id: string, body: Buffer) => {
    if (!send || view.readOnly)
      throw new Refused(
        403,
        'not-here',
        'Invented events go to the local run and to sandboxes only.',
      );
    const status = await send(body);
    await noteWho(`send ${id}, answered with ${status}`);
    if (status > 299) {
      throw new Refused(
        502,
        'not-taken',
        `The receiver answered with ${status}. Its log says why.`,
      );
    }
    await feed.refresh();
    return { id };
  };
  const applied: Readonly<Record<string, (json: Json) => Promise<object>>> = {
    async body({ id }) {
      const [row] = await rowsByKey(stage, [String(id)]);
      const bytes = row && (await bodyOf(stage, row));
      if (!bytes)
        throw new Refused(
          404,
          'no-body',
          'There is no body: its first attempt is under way, or it has expired.',
        );
      await noteWho(`body of ${String(id)} shown`);
      return { text: Buffer.from(bytes).toString() };
    },
    redrive: (json) => asked('redrive', json),
    replay: (json) => asked('replay', json),
    async send({ text }) {
      const { id, body } = editedEvent(String(text));
      return await sent(id, body);
    },
    async sample() {
      const event = buildEvent('ACCOUNT_CONNECTED', { data: { userId: 'u-1' } });
      return await sent(event.id, Buffer.from(JSON.stringify(event)));
    },
  };
  return {
    job: (number) => jobs.look(number),
    async apply(path, json) {
      const apply = Object.hasOwn(applied, path) ? applied[path] : undefined;
      if (apply) return await apply(json);
      throw new Refused(
        404,
        'unknown-path',
        'The page and its server are of two versions. Load the page again.',
      );
    },
  };
}

function refuseUnconfirmed(
  { readOnly, isHarmless, name }: InspectorParts['view'],
  { confirm }: Json,
): void {
  if (readOnly) {
    throw new Refused(
      403,
      'read-only',
      'This inspector was started with --read-only. Start it without, to change something.',
    );
  }
  if (!isHarmless && confirm !== name) {
    throw new Refused(400, 'not-confirmed', `Type ${name} to continue. Nothing was done.`);
  }
}

function idsIn({ ids }: Json): readonly string[] {
  const known = Array.isArray(ids) ? ids.map(String) : [];
  if (known.length > 0 && known.length <= 1000) return known;
  throw new Refused(400, 'bad-ids', 'Choose 1 to 1,000 events.');
}
