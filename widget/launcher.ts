import { CALLBACKS, type CallbackName } from '../lambdas/smile/widget.ts';
import type { LinkToken } from './link-token.ts';
import { loadScript } from './load-script.ts';
import { SmileWidgetError } from './smile-widget-error.ts';

/** Opens the widget, and opens it anew when its token has expired. */
export interface Launcher {
  /** Settles when the widget is open. While it is being opened, all who ask share one opening. */
  readonly open: () => Promise<void>;
  readonly isOpen: () => boolean;
}

/** What a launcher needs of the rest. */
export interface LauncherParts {
  readonly scriptUrl: string;
  readonly templateId: string | undefined;
  readonly mint: () => Promise<LinkToken>;
  readonly onCallback: (name: CallbackName, raw: unknown) => void;
  readonly onError: (error: SmileWidgetError) => void;
}

/** More new tokens than this in so short a time are no help; a token is good for five hours. */
const MAX_RENEWALS = 3;
const RENEWALS_MS = 5 * 60_000;
/** A laptop wakes up: the token has expired, and the network needs a moment. */
const FIRST_PAUSE_MS = 1000;
const LAST_PAUSE_MS = 32_000;
/** Without a network the page's backend cannot be asked either. */
const AWAY = new Set<string>(['api-unreachable', 'session-unavailable']);

export function createLauncher(parts: LauncherParts): Launcher {
  /** The instance that the user sees; undefined when there is none. */
  let current: object | undefined;
  let opening: { readonly promise: Promise<void>; readonly isWanted: () => boolean } | undefined;
  let renewals: number[] = [];

  const launch = async (isWanted: () => boolean): Promise<void> => {
    const [Modal, { accessToken }] = await Promise.all([loadScript(parts.scriptUrl), parts.mint()]);
    if (!isWanted()) return;
    const instance = {};
    const before = current;
    current = instance;
    const callbacks = CALLBACKS.map((name) => [
      name,
      (raw: unknown) => {
        if (current === instance && name === 'onClose') current = undefined;
        parts.onCallback(name, raw);
        if (current === instance && name === 'onTokenExpired') renew(instance);
      },
    ]);
    try {
      const { templateId } = parts;
      const options = { userToken: accessToken, ...(templateId && { templateId }) };
      new Modal({ ...options, ...Object.fromEntries(callbacks) }).open();
    } catch (cause) {
      current = before;
      throw new SmileWidgetError(
        'widget-failed',
        'Smile\'s script loaded but could not open the widget: see "cause".',
        { cause },
      );
    }
  };

  const renew = (instance: object) => {
    if (opening?.isWanted()) return;
    const now = Date.now();
    renewals = renewals.filter((at) => at > now - RENEWALS_MS);
    if (renewals.length >= MAX_RENEWALS) {
      parts.onError(
        new SmileWidgetError(
          'token-loop',
          'The widget calls every new token expired. Check scriptUrl.',
        ),
      );
      return;
    }
    renewals.push(now);
    const isWanted = () => current === instance;
    share(
      persist(() => launch(isWanted), isWanted),
      isWanted,
    ).catch(parts.onError);
  };

  const share = (promise: Promise<void>, isWanted: () => boolean): Promise<void> => {
    const shared = promise.finally(() => {
      if (opening?.promise === shared) opening = undefined;
    });
    opening = { promise: shared, isWanted };
    return shared;
  };

  return {
    // A renewal for a widget that the user has closed meanwhile opens nothing.
    open: () => (opening?.isWanted() ? opening.promise : share(launch(always), always)),
    isOpen: () => current !== undefined,
  };
}

const always = () => true;

/** Nobody presses a button for a renewal: for a minute it tries again by itself. */
async function persist(action: () => Promise<void>, isWanted: () => boolean): Promise<void> {
  for (let pause = FIRST_PAUSE_MS; isWanted(); pause *= 2) {
    try {
      return await action();
    } catch (error) {
      if (pause > LAST_PAUSE_MS || !AWAY.has((error as SmileWidgetError).code)) throw error;
      await new Promise((resolve) => {
        setTimeout(resolve, pause);
      });
    }
  }
}
