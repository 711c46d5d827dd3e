import { parseCallbackData, type WidgetCallback } from '../../lambdas/smile/callbacks.ts';
import { EventSchemaError } from '../../lambdas/smile/event-schema-error.ts';
import { CALLBACKS, type CallbackName } from '../../lambdas/smile/widget.ts';
import type { Effect } from '../../lambdas/state/effect.ts';
import { callbackEffectOf } from '../../lambdas/state/effects/callback-effects.ts';
import type { HandlerName } from './handler-names.ts';
import { code, markdownTable } from './markdown-table.ts';

/** Every member that a callback can have, as a page relays it. */
const FULL: Readonly<Record<string, unknown>> = {
  userId: '<userId>',
  accountId: '<accountId>',
  providerId: 'provider',
  errorCode: 'CODE',
  reason: 'exit',
  uploads: [{}],
  uploadCount: 1,
  eventName: 'Screen',
  account: { accountId: '<accountId>', providerId: 'provider' },
};

const HEAD = ['callback', 'refused without', 'thing', 'fact', 'kept in it', 'handler'];

/** What each callback of the widget needs, says and runs. */
export function callbackTable(handlers: ReadonlyMap<string, HandlerName>): string {
  return markdownTable(
    HEAD,
    CALLBACKS.map((name) => rowOf(name, handlers.get(name))),
  );
}

function rowOf(name: CallbackName, handler: HandlerName | undefined): string[] {
  if (!handler) throw new Error(`No handler for ${name}.`);
  const needed = strictIn(name);
  const all = effectOf(name, FULL);
  const bare = effectOf(name, Object.fromEntries(needed.map((id) => [id, FULL[id]])));
  const things = new Set([all, bare].map(({ thing }) => `${thing.pk} ${thing.sk}`));
  return [
    code(name),
    code(...needed.filter((id) => id !== 'userId').map((id) => `data.${id}`)),
    code(...things),
    code(`widget.${name}`),
    code(...Object.keys(all.value)),
    `[${handler.exported}](../lambdas/handlers/${handler.file})`,
  ];
}

function effectOf(type: CallbackName, data: object): Effect {
  const callback = { id: 'widget:', type, createdAt: '', data: parseCallbackData(type, data) };
  return callbackEffectOf(callback as WidgetCallback);
}

/** The members without which the schema refuses a callback, by asking it. */
function strictIn(name: CallbackName): readonly string[] {
  try {
    parseCallbackData(name, {});
    return [];
  } catch (error) {
    if (!(error instanceof EventSchemaError)) throw error;
    return error.paths.map((path) => path.replace('data.', ''));
  }
}
