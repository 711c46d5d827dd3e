import { ORIGINS } from '../../lambdas/message/origin.ts';
import { EVENT_TYPES } from '../../lambdas/smile/events.ts';
import { createEventFeed } from '../../operations/event-feed.ts';
import type { StageView } from '../contract.ts';
import { changes } from './changes.ts';
import { detailOf } from './detail.ts';
import type { InspectorParts } from './inspector-parts.ts';
import { changesOf, listingOf } from './listing.ts';
import { type Query, queryOf } from './query.ts';
import { Refused } from './refused.ts';

/** What the page asks for. */
export interface Asked {
  readonly method: string;
  /** Behind `/_inspector/`. */
  readonly path: string;
  readonly parameters: URLSearchParams;
  /** Of a POST. */
  readonly json: Readonly<Record<string, unknown>>;
}

/** More at once than anybody has looked at. */
const MOST_SELECTED = 1000;

/** Answers what the page asks for; rejects with {@link Refused} and with what AWS says. */
export function createApi(parts: InspectorParts): (asked: Asked) => Promise<object> {
  const { stage, view, send, stackOf } = parts;
  const feed = createEventFeed(stage);
  const change = changes(parts, feed);
  const stageView: StageView = {
    ...view,
    isLocal: stage.isLocal,
    option: stage.option,
    canSend: send !== undefined && !view.readOnly,
    types: EVENT_TYPES,
    origins: ORIGINS,
  };
  const reached = async ({ filter, text, isMeant }: Query) => {
    await feed.refresh();
    await feed.reach(filter);
    // An id that is older than what is known.
    if (text !== '' && !feed.rows().some(isMeant)) await feed.reach({ ids: [text] });
  };
  const looks: Readonly<Record<string, (parameters: URLSearchParams) => Promise<object> | object>> =
    {
      stage: () => stageView,
      async events(parameters) {
        const query = queryOf(parameters);
        await reached(query);
        return listingOf(feed, query, parameters);
      },
      async changes(parameters) {
        await feed.refresh();
        return changesOf(feed, queryOf(parameters), Number(parameters.get('after')));
      },
      async ids(parameters) {
        const query = queryOf(parameters);
        await reached(query);
        const meant = feed.rows().filter(query.isMeant);
        return {
          ids: meant.slice(0, MOST_SELECTED).map(({ row }) => row.eventId),
          users: new Set(meant.map(({ row }) => row.subject)).size,
        };
      },
      event: async (parameters) => await detailOf(stage, feed, stackOf, parameters.get('id') ?? ''),
      job: (parameters) => change.job(Number(parameters.get('number'))),
    };
  return async ({ method, path, parameters, json }) => {
    const answer = method === 'GET' ? looks[path] : undefined;
    if (answer) return await answer(parameters);
    if (method === 'POST') return await change.apply(path, json);
    throw new Refused(
      404,
      'unknown-path',
      'The page and its server are of two versions. Load the page again.',
    );
  };
}
