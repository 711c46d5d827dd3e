import { CALLBACKS, type CallbackName, WIDGET_SCRIPT_URL } from '../lambdas/smile/widget.ts';
import type { LinkToken } from './link-token.ts';
import { loadScript } from './load-script.ts';
import type { SmileWidgetOptions } from './options.ts';
import { SmileWidgetError } from './smile-widget-error.ts';

/** Opens the widget, and opens it anew when its token has expired. */
export interface Launcher {
  /** Settles when the widget is open. While it is being opened, all who ask share one opening. */
  readonly open: () => Promise<void>;
  readonly isOpen: () => boolean;
  /** From now on no widget is the launcher's: none is opened anew. */
  readonly end: () => void;
}

/** More new tokens than this in so short a time are no help; a token is good for five hours. */
const MAX_RENEWALS = 3;
const RENEWALS_MS = 5 * 60_000;
/** A laptop wakes up: the token has expired, and the network needs a moment. */
const FIRST_PAUSE_MS = 1000;
const LAST_PAUSE_MS = 32_000;

/**
 * @param onCallback is told whose widget it is, too: the user of the page may be another by then
 * @param check throws when there is nothing to be opened any more
 */
export function createLauncher(
  { scriptUrl = WIDGET_SCRIPT_URL, templateId }: SmileWidgetOptions,
  mint: () => Promise<LinkToken>,
  onCallback: (name: CallbackName, raw: unknown, userId: string) => void,
  check: () => void,
  onError: (error: SmileWidgetError) => void,
): Launcher {
  /** The instance that the user sees; undefined when there is none. */
  let current: object | undefined;
  let opening: Promise<void> | undefined;
  /** Whether the opening still is: a renewal for a widget that the user has closed meanwhile opens nothing. */
  let isOpeningWanted = always;
  let renewals: number[] = [];

  const launch = async (isWanted: () => boolean): Promise<void> => {
    const [Modal, { accessToken, userId }] = await Promise.all([loadScript(scriptUrl), mint()]);
    check();
    if (!isWanted()) return;
    const instance = {};
    const before = current;
    current = instance;
    const callbacks = CALLBACKS.map((name) => [
      name,
      (raw: unknown) => {
        if (current === instance && name === 'onClose') current = undefined;
        onCallback(name, raw, userId);
        if (current === instance && name === 'onTokenExpired') renew(instance);
      },
    ]);
    try {
      new Modal({
        userToken: accessToken,
        ...(templateId && { templateId }),
        ...Object.fromEntries(callbacks),
      }).open();
    } catch (cause) {
      current = before;
      throw new SmileWidgetError(
        'widget-failed',
        'Smile\'s script could not open the widget: see "cause".',
        { cause },
      );
    }
  };

  const renew = (instance: object) => {
    if (opening && isOpeningWanted()) return;
    const now = Date.now();
    renewals = renewals.filter((at) => at > now - RENEWALS_MS);
    if (renewals.length >= MAX_RENEWALS) {
      onError(
        new SmileWidgetError('token-loop', 'Every new token is called expired. Check scriptUrl.'),
      );
      return;
    }
    renewals.push(now);
    const isWanted = () => current === instance;
    share(
      persist(() => launch(isWanted), isWanted),
      isWanted,
    ).catch(onError);
  };

  const share = (promise: Promise<void>, isWanted: () => boolean): Promise<void> => {
    const shared = promise.finally(() => {
      if (opening === shared) opening = undefined;
    });
    opening = shared;
    isOpeningWanted = isWanted;
    return shared;
  };

  return {
    open: () => (opening && isOpeningWanted() ? opening : share(launch(always), always)),
    isOpen: () => !!current,
    end: () => {
      current = undefined;
    },
  };
}

const always = () => true;

/** Nobody presses a button for a renewal: it tries again by itself, for a minute or as long as the API asks. */
async function persist(action: () => Promise<void>, isWanted: () => boolean): Promise<void> {
  for (let pause = FIRST_PAUSE_MS; isWanted(); pause *= 2) {
    try {
      return await action();
    } catch (error) {
      const { code, retryAfter = 0 } = error as SmileWidgetError;
      // Without a network the page's backend cannot be asked either.
      const isAway = code === 'api-unreachable' || code === 'session-unavailable';
      if (!isAway || pause > LAST_PAUSE_MS) throw error;
      await new Promise((resolve) => {
        setTimeout(resolve, Math.max(pause, retryAfter));
      });
    }
  }
}
