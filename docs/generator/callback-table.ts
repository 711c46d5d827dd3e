import { parseCallbackData, type WidgetCallback } from '../../lambdas/smile/callbacks.ts';
import { CALLBACKS, type CallbackName } from '../../lambdas/smile/widget.ts';
import type { Fact } from '../../lambdas/state/fact.ts';
import { callbackFactOf } from '../../lambdas/state/facts/callback-facts.ts';
import { code, markdownTable } from './markdown-table.ts';

/** Ids as the page shows them; a callback's are letters and digits, and no `<`. */
const SHOWN: Readonly<Record<string, string>> = { USER_ID: '<userId>', ACCOUNT_ID: '<accountId>' };

/** Every member that a callback can have, as a page relays it. */
const FULL: Readonly<Record<string, unknown>> = {
  userId: 'USER_ID',
  accountId: 'ACCOUNT_ID',
  providerId: 'provider',
  errorCode: 'CODE',
  reason: 'exit',
  uploads: [{}],
  uploadCount: 1,
  eventName: 'Screen',
  account: { accountId: 'ACCOUNT_ID', providerId: 'provider' },
};

const HEAD = ['callback', 'thing', 'fact', 'kept in it'];

/** What each callback of the widget says; its user is all that it needs. */
export function callbackTable(): string {
  return markdownTable(HEAD, CALLBACKS.map(rowOf));
}

function rowOf(name: CallbackName): string[] {
  const all = factOf(name, FULL);
  const bare = factOf(name, { userId: FULL.userId });
  const things = new Set([all, bare].map(({ thing }) => shown(`${thing.pk} ${thing.sk}`)));
  return [code(name), code(...things), code(`widget.${name}`), code(...Object.keys(all.value))];
}

function shown(thing: string): string {
  return thing.replaceAll(/USER_ID|ACCOUNT_ID/g, (id) => SHOWN[id] ?? id);
}

function factOf(type: CallbackName, data: object): Fact {
  const callback = { id: 'widget:', type, createdAt: '', data: parseCallbackData(type, data) };
  return callbackFactOf(callback as WidgetCallback);
}
