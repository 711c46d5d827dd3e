import type { IncomingMessage } from 'node:http';
import type { Route } from '../gateway/gateway.ts';
import { type Answer, bytesAnswer, jsonAnswer } from '../gateway/proxy-result.ts';
import { readBody } from '../gateway/read-body.ts';
import type { BodiesView } from './bodies-view.ts';
import { EVENT_PARAMETERS, eventFilterOf } from './event-filter.ts';
import type { LedgerView } from './ledger-view.ts';
import { checkParameters, type Parameters } from './parameters.ts';
import type { QueuesView } from './queues-view.ts';
import { Refusal } from './refusal.ts';
import { refuseOtherSites } from './same-machine.ts';
import type { LocalStack } from './stack-view.ts';

/** What `/_local` shows. */
export interface InspectionParts {
  readonly stack: LocalStack;
  readonly ledger: LedgerView;
  readonly bodies: BodiesView;
  readonly queues: QueuesView;
  /** Oldest first; undefined when the bus is somebody else's. */
  readonly announcements: readonly object[] | undefined;
}

const NONE: Parameters = { known: [] };

/** What one path shows or does. */
interface Look {
  readonly parameters?: Parameters;
  readonly show: (id: string, query: URLSearchParams) => Promise<object> | object;
}

/** `/_local/…`: what is in the queues and the tables, as JSON; bodies as they came. */
export function inspectionRoute(parts: InspectionParts): Route {
  const { stack, ledger, bodies, queues, announcements } = parts;
  const looks: Readonly<Record<string, Look>> = {
    'GET health': { show: () => ({ status: 'ok' }) },
    'GET stack': { show: () => stack },
    'GET events': {
      parameters: { known: EVENT_PARAMETERS },
      show: async (_, query) => ({ items: await ledger.events(eventFilterOf(query)) }),
    },
    'GET events/{id}': {
      show: async (id) => (await ledger.event(id)) ?? refuse(Refusal.noEvent(id)),
    },
    'GET bodies/{id}': {
      show: async (id) => (await bodies.body(`bodies/${id}`)) ?? refuse(Refusal.noBody(id)),
    },
    'GET users/{id}': { show: async (id) => ({ items: await ledger.state(`USER#${id}`) }) },
    'GET state/{id}': { show: async (id) => ({ items: await ledger.state(id) }) },
    'GET queues': { show: () => queues.depths() },
    'GET announcements': {
      show: () => ({ items: announcements?.toReversed() ?? refuse(Refusal.busUnseen()) }),
    },
    'POST redrive': {
      parameters: { known: ['id'], repeated: 'id' },
      show: async (_, query) => await redriven(queues, query.getAll('id')),
    },
  };
  return (request, path) => {
    if (!/^\/_local(\/|$)/.test(path)) return undefined;
    return answer(request, path, looks);
  };
}

async function answer(
  request: IncomingMessage,
  path: string,
  looks: Readonly<Record<string, Look>>,
): Promise<Answer> {
  try {
    refuseOtherSites(request);
    const [, name, id] = /^\/_local\/?([^/]*)(?:\/(.*))?$/.exec(path) ?? [];
    const key = `${request.method} ${name}${id === undefined ? '' : '/{id}'}`;
    const look = looks[key];
    if (!look) throw Refusal.unknown(Object.keys(looks));
    const query = new URL(request.url ?? '', 'http://127.0.0.1').searchParams;
    checkParameters(query, look.parameters ?? NONE, key.replace(' ', ' /_local/'));
    // What is not read would be ignored.
    if (request.method === 'POST' && !(await readBody(request, 0))) throw Refusal.bodyNotTaken();
    const seen = await look.show(decode(id ?? ''), query);
    return seen instanceof Uint8Array ? bytesAnswer(200, seen) : jsonAnswer(200, seen);
  } catch (error) {
    if (error instanceof Refusal) {
      const { status, code, message } = error;
      return jsonAnswer(status, { code, message });
    }
    return jsonAnswer(503, { message: `An engine does not answer: ${String(error)}` });
  }
}

/** Moves all dead letters, or those of some events. Throws {@link Refusal} if an event has none. */
async function redriven(queues: QueuesView, ids: readonly string[]): Promise<object> {
  const { moved, absent } = await queues.redrive(ids);
  if (absent.length > 0) throw Refusal.notDead(absent, moved);
  return { moved };
}

function decode(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    throw Refusal.badId(id);
  }
}

function refuse(refusal: Refusal): never {
  throw refusal;
}
