import type { IncomingMessage } from 'node:http';
import type { Route } from '../../local/gateway/gateway.ts';
import { type Answer, jsonAnswer } from '../../local/gateway/proxy-result.ts';
import { readBody } from '../../local/gateway/read-body.ts';
import { isFromThisMachine } from '../../local/same-machine.ts';
import { createApi } from './api.ts';
import type { InspectorParts } from './inspector-parts.ts';
import { pageFiles } from './page-files.ts';
import { Refused, troubleOf } from './refused.ts';
import { newToken, type Token, TOKEN_HEADER } from './token.ts';

/** The page and its server. */
export interface Inspector {
  readonly route: Route;
  /** What stands behind the server's URL for somebody who may look: the page, and the token of this run. */
  readonly path: (eventId?: string) => string;
}

const API = '/_inspector/';
/** An edited event: more than Lambda takes. */
const MOST_BYTES = 8 * 1024 * 1024;

/** Makes an inspector of one receiver. Nothing is read before somebody looks. */
export function createInspector(parts: InspectorParts): Inspector {
  const token = newToken();
  const files = pageFiles();
  const api = createApi(parts);
  const answer = async (request: IncomingMessage, path: string): Promise<Answer> => {
    try {
      refuseStrangers(request);
      const file = path.startsWith(API) ? path.slice(API.length) : 'index.html';
      if (request.method === 'GET') {
        const found = await files(file);
        if (found) return found;
      }
      return jsonOf(200, await api(await askedOf(request, path.slice(API.length), token)));
    } catch (error) {
      return jsonOf(...troubleOf(error));
    }
  };
  return {
    route: (request, path) => {
      const isOurs =
        path.startsWith(API) || (request.method === 'GET' && /^\/(e\/.+)?$/.test(path));
      return isOurs ? answer(request, path) : undefined;
    },
    path: (eventId) =>
      `/${eventId === undefined ? '' : `e/${encodeURIComponent(eventId)}`}#${token.text}`,
  };
}

/** Other sites, also under a name that leads here, and other ports of this machine. */
function refuseStrangers({ headers }: IncomingMessage): void {
  const { host, origin } = headers;
  const isOwnOrigin = origin === undefined || origin === `http://${host}`;
  if (isFromThisMachine({ headers }) && isOwnOrigin) return;
  throw new Refused(
    403,
    'other-site',
    'Only this machine may look here: open 127.0.0.1 or localhost.',
  );
}

async function askedOf(request: IncomingMessage, path: string, token: Token) {
  if (!token.isGiven(request.headers[TOKEN_HEADER])) {
    throw new Refused(
      401,
      'no-token',
      'Open the address that the terminal shows: it carries the token of this run.',
    );
  }
  const { searchParams } = new URL(request.url ?? '', 'http://127.0.0.1');
  if (request.method !== 'POST') return { method: 'GET', path, parameters: searchParams, json: {} };
  if (!request.headers['content-type']?.startsWith('application/json')) {
    throw new Refused(415, 'not-json', 'Changes are asked for with JSON.');
  }
  const body = await readBody(request, MOST_BYTES);
  if (!body) throw new Refused(413, 'too-large', 'The receiver takes no event of this size.');
  return { method: 'POST', path, parameters: searchParams, json: jsonIn(body) };
}

function jsonIn(body: Buffer): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(body.toString()) as Record<string, unknown>;
  } catch {
    throw new Refused(400, 'not-json', 'Changes are asked for with JSON.');
  }
}

function jsonOf(status: number, body: object): Answer {
  const answer = jsonAnswer(status, body);
  const headers = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };
  return { ...answer, headers: { ...answer.headers, ...headers } };
}
