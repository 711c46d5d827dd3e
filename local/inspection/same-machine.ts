import type { IncomingMessage } from 'node:http';
import { isFromThisMachine } from '../same-machine.ts';
import { Refusal } from './refusal.ts';

/** Refuses what a foreign web page makes a browser send. Throws {@link Refusal}. */
export function refuseOtherSites(request: Pick<IncomingMessage, 'headers'>): void {
  if (!isFromThisMachine(request)) throw Refusal.otherSite();
}
