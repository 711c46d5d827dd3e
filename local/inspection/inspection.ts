import type { IncomingMessage } from 'node:http';
import type { Route } from '../gateway/gateway.ts';
import { type Answer, bytesAnswer, jsonAnswer } from '../gateway/proxy-result.ts';
import type { BodiesView } from './bodies-view.ts';
import type { LedgerView } from './ledger-view.ts';
import { limitOf } from './list-limit.ts';
import type { QueuesView } from './queues-view.ts';
import { Refusal } from './refusal.ts';
import { refuseOtherSites } from './same-machine.ts';

/** What `/_local` shows. */
export interface InspectionParts {
  readonly ledger: LedgerView;
  readonly bodies: BodiesView;
  readonly queues: QueuesView;
  /** Oldest first; undefined when the bus is somebody else's. */
  readonly announcements: readonly object[] | undefined;
}

type Look = (id: string, query: URLSearchParams) => Promise<object> | object;

/** `/_local/…`: what is in the queues and the tables, as JSON; bodies as they came. */
export function inspectionRoute({ ledger, bodies, queues, announcements }: InspectionParts): Route {
  const looks: Readonly<Record<string, Look>> = {
    'GET health': () => ({ status: 'ok' }),
    'GET events': async (_, query) => ({
      items: await ledger.events(limitOf(query), query.get('status') ?? undefined),
    }),
    'GET events/{id}': async (id) => (await ledger.event(id)) ?? refuse(Refusal.noEvent(id)),
    'GET bodies/{id}': async (id) =>
      (await bodies.body(`bodies/${id}`)) ?? refuse(Refusal.noBody(id)),
    'GET users/{id}': async (id) => ({ items: await ledger.state(`USER#${id}`) }),
    'GET state/{id}': async (id) => ({ items: await ledger.state(id) }),
    'GET queues': () => queues.depths(),
    'GET announcements': () => ({
      items: announcements?.toReversed() ?? refuse(Refusal.busUnseen()),
    }),
    'POST redrive': async () => ({ moved: await queues.redrive() }),
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
    const look = looks[`${request.method} ${name}${id === undefined ? '' : '/{id}'}`];
    if (!look) throw Refusal.unknown(Object.keys(looks));
    const query = new URL(request.url ?? '', 'http://127.0.0.1').searchParams;
    const seen = await look(decode(id ?? ''), query);
    return seen instanceof Uint8Array ? bytesAnswer(200, seen) : jsonAnswer(200, seen);
  } catch (error) {
    if (error instanceof Refusal) {
      const { status, code, message } = error;
      return jsonAnswer(status, { code, message });
    }
    return jsonAnswer(503, { message: `An engine does not answer: ${String(error)}` });
  }
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
