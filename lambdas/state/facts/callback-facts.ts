import type { CallbackData, WidgetCallback } from '../../smile/callbacks.ts';
import { WORD } from '../../smile/schemas/callback.ts';
import type { CallbackName } from '../../smile/widget.ts';
import { defined, type Fact } from '../fact.ts';
import type { ThingKey, WidgetSaid } from '../state-item.ts';
import { accountOf, widgetOf } from '../things.ts';

/** Each name is a fact of its own, so there is nothing to order within a second. */
const RANK = 0;

interface Said {
  readonly thing: ThingKey;
  readonly value: WidgetSaid;
}

/**
 * What each callback says: on the account if it names one, else on the user. Kept apart from what Smile's
 * server says, in a section of its own, and it ends nothing: it came from a browser.
 */
const sayings: { [N in CallbackName]: (data: CallbackData<N>) => Said } = {
  onAccountCreated: ofAccount,
  onAccountConnected: ofAccount,
  onAccountRemoved: ofAccount,
  onAccountError: ({ errorCode, ...account }) => {
    const { thing, value } = ofAccount(account);
    return { thing, value: defined({ ...value, errorCode }) };
  },
  onTokenExpired: ({ userId }) => ({ thing: widgetOf(userId), value: {} }),
  onClose: ({ userId, reason }) => ({ thing: widgetOf(userId), value: { reason } }),
  onUploadsCreated: uploads,
  onUploadsRemoved: uploads,
  onUIEvent: ({ userId, eventName, account }) => ({
    thing: widgetOf(userId),
    value: defined({ eventName: wordIn(eventName), providerId: account?.providerId }),
  }),
};

/** The fact that a callback tells. */
export function callbackFactOf({ type, data }: WidgetCallback): Fact {
  const say = sayings[type] as (data: CallbackData<CallbackName>) => Said;
  return { ...say(data), kind: 'occurrence', rank: RANK, section: 'widget', name: type };
}

function ofAccount({ userId, accountId, providerId }: CallbackData<'onAccountConnected'>): Said {
  const thing = accountId === undefined ? widgetOf(userId) : accountOf(userId, accountId);
  return { thing, value: defined({ providerId }) };
}

/** A screen's name can be any text; what a person may have written stays out of state. */
function wordIn(text: string | undefined): string | undefined {
  return text !== undefined && WORD.test(text) ? text : undefined;
}

function uploads({ userId, uploads: list, uploadCount }: CallbackData<'onUploadsCreated'>): Said {
  const counted = uploadCount ?? list.length;
  const isCount = Number.isInteger(counted) && counted >= 0 && counted <= 10_000;
  return {
    thing: widgetOf(userId),
    value: defined({ uploadCount: isCount ? counted : undefined }),
  };
}
