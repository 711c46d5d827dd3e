import type { IncomingMessage } from 'node:http';
import { Refusal } from './refusal.ts';

const OWN_HOSTS: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost']);

/**
 * Refuses what a foreign web page makes a browser send; throws {@link Refusal}. A page can have its own
 * name resolve to 127.0.0.1 (DNS rebinding), which `Host` shows, and can post without being allowed to
 * read the answer, which `Origin` shows.
 */
export function refuseOtherSites({ headers }: Pick<IncomingMessage, 'headers'>): void {
  if (!OWN_HOSTS.has(hostOf(`http://${headers.host}`))) throw Refusal.otherSite();
  if (headers.origin !== undefined && !OWN_HOSTS.has(hostOf(headers.origin))) {
    throw Refusal.otherSite();
  }
}

function hostOf(url: string): string {
  return URL.parse(url)?.hostname ?? '';
}
