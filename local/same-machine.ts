import type { IncomingMessage, Server, ServerResponse } from 'node:http';

const OWN_HOSTS: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost']);

/**
 * Whether no foreign web page made a browser send this. A page can have its own name resolve to 127.0.0.1 (DNS
 * rebinding), which `Host` shows, and can post without being allowed to read the answer, which `Origin` shows.
 */
export function isFromThisMachine({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  const { host, origin } = headers;
  return (
    OWN_HOSTS.has(hostOf(`http://${host}`)) &&
    (origin === undefined || OWN_HOSTS.has(hostOf(origin)))
  );
}

function hostOf(url: string): string {
  return URL.parse(url)?.hostname ?? '';
}

/** Nobody but the SDK and the functions of this run has anything to do there. */
const REFUSED = JSON.stringify({
  __type: 'OtherSite',
  message: 'Only this machine may call: use 127.0.0.1 or localhost, from no other site.',
});

/**
 * Has a server answer 403 to what a foreign web page sends, before any listener sees it. For servers that other
 * people wrote as well: their requests come by these events and no others.
 */
export function keepOtherSitesOut(server: Server): void {
  const emit = server.emit.bind(server) as (event: string | symbol, ...args: unknown[]) => boolean;
  server.emit = (event: string | symbol, ...args: unknown[]): boolean => {
    const [request, other] = args as [IncomingMessage, ServerResponse];
    if (!REQUESTS.has(event) || isFromThisMachine(request)) return emit(event, ...args);
    if (UPGRADES.has(event)) other.destroy();
    else other.writeHead(403, { 'content-type': 'application/json' }).end(REFUSED);
    return true;
  };
}

/** These hand over the socket in place of a response. */
const UPGRADES: ReadonlySet<string | symbol> = new Set(['upgrade', 'connect']);
const REQUESTS: ReadonlySet<string | symbol> = new Set([
  'request',
  'checkContinue',
  'checkExpectation',
  ...UPGRADES,
]);
