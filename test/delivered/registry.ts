import type {
  CallbackHandlers,
  HandlerRegistry,
  Handlers,
} from '../../lambdas/dispatch/handler.ts';
import { EVENT_TYPES } from '../../lambdas/smile/events.ts';
import { CALLBACKS } from '../../lambdas/smile/widget.ts';

const announceOnly: HandlerRegistry['fallback'] = async (_event, { announce }) => {
  await announce();
};

const all = (names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, announceOnly]));

/**
 * Handlers that announce and do nothing else; as delivered, screens of the widget are not even announced. The
 * tests of the product run these: what a team has written in `lambdas/handlers/` is tested by the team.
 */
export const registry: HandlerRegistry = {
  handlers: all(EVENT_TYPES) as unknown as Handlers,
  callbacks: { ...all(CALLBACKS), onUIEvent: async () => {} } as unknown as CallbackHandlers,
  fallback: announceOnly,
};
