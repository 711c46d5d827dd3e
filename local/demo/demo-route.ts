import type { IncomingMessage } from 'node:http';
import { SessionOptionsInvalid } from '../../lambdas/widget-api/session/create-widget-session.ts';
import type { Route } from '../gateway/gateway.ts';
import { type Answer, jsonAnswer } from '../gateway/proxy-result.ts';
import { Refusal } from '../inspection/refusal.ts';
import { refuseOtherSites } from '../inspection/same-machine.ts';
import type { CreateSession } from '../widget/running-widget.ts';
import { policyOf } from './content-security-policy.ts';
import { type DemoFile, makeDemoFiles } from './demo-files.ts';

/** What the demo page needs. */
export interface DemoParts {
  readonly widgetUrl: string;
  readonly createSession: CreateSession;
  /** Receives the bundles of the browser module. */
  readonly directory: string;
}

const NOTHING = Buffer.alloc(0);

/** `/demo/…`: a page with the widget, and the part of a customer's backend that it needs. */
export function demoRoute(parts: DemoParts): Route {
  let files: Promise<ReadonlyMap<string, DemoFile>> | undefined;
  const filesOnce = () => {
    files ??= makeDemoFiles(parts.directory, parts.widgetUrl).catch((error: unknown) => {
      // Its author mends the source and looks again.
      files = undefined;
      throw error;
    });
    return files;
  };
  return (request, path) => {
    if (!/^\/demo(\/|$)/.test(path)) return undefined;
    return answer(request, path.slice('/demo'.length), parts, filesOnce);
  };
}

async function answer(
  request: IncomingMessage,
  path: string,
  parts: DemoParts,
  files: () => Promise<ReadonlyMap<string, DemoFile>>,
): Promise<Answer> {
  try {
    if (request.method === 'POST' && path === '/session') return await session(request, parts);
    if (path === '') return { status: 308, headers: { location: '/demo/' }, body: NOTHING };
    const name = path === '/' ? 'index.html' : path.slice(1);
    const file = request.method === 'GET' ? (await files()).get(name) : undefined;
    if (!file) return jsonAnswer(404, { message: 'There is nothing here. Open /demo/.' });
    return fileAnswer(name, file, parts.widgetUrl);
  } catch (error) {
    if (error instanceof Refusal) return jsonAnswer(error.status, { message: error.message });
    const status = error instanceof SessionOptionsInvalid ? 400 : 500;
    return jsonAnswer(status, { message: (error as Error).message });
  }
}

/**
 * In the place of a login: whoever asks for a user's session gets it, but no foreign page does. The files
 * hold nothing, and a sandboxed frame has to load them, whose origin is nobody's.
 */
async function session(request: IncomingMessage, parts: DemoParts): Promise<Answer> {
  refuseOtherSites(request);
  const user = new URL(request.url ?? '', 'http://127.0.0.1').searchParams.get('user') ?? '';
  const { headers, ...made } = jsonAnswer(200, await parts.createSession(user));
  return { ...made, headers: { ...headers, 'cache-control': 'no-store' } };
}

function fileAnswer(name: string, { type, body }: DemoFile, widgetUrl: string): Answer {
  return {
    status: 200,
    headers: {
      'content-type': `${type}; charset=utf-8`,
      'content-security-policy': policyOf(name, widgetUrl),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    },
    body,
  };
}
