import { CALLBACKS, type CallbackName } from '../lambdas/smile/widget.ts';
import { evenOut } from './callbacks.ts';
import { createEntry } from './entry.ts';
import { createLauncher } from './launcher.ts';
import { type LinkToken, mintLinkToken } from './link-token.ts';
import { checkOptions, type SmileWidgetOptions } from './options.ts';
import { callPage } from './page-handler.ts';
import { createRelay } from './relay.ts';
import { createSessions } from './session.ts';
import type { SmileWidgetError } from './smile-widget-error.ts';

/** The Wink Widget of one page, and the relay of its callbacks. */
export interface SmileWidget {
  /**
   * Loads Smile's script once, asks the page for a session, mints a link token for its user, and opens the
   * widget; a token that expires while it is open is renewed.
   *
   * @throws SmileWidgetError
   */
  readonly open: () => Promise<void>;
  /**
   * For pages that run the widget in a sandboxed frame: takes a callback that came as a message, see
   * `isWinkFrameMessage`. It goes the way of every callback. Other names are ignored.
   */
  readonly report: (name: CallbackName, argument?: unknown) => void;
  /**
   * For pages that run the widget in a sandboxed frame: a link token for it, after asking the page for a
   * session. What is reported from now until `onClose` is relayed as this user's.
   *
   * @throws SmileWidgetError
   */
  readonly linkToken: () => Promise<LinkToken>;
  /** Sends what has not been sent; settles when all is acknowledged, or when it did not get through. */
  readonly flush: () => Promise<void>;
  /**
   * For a user who logs out while the page stays: forgets the session and sends nothing more. What waits is
   * kept in the browser until a page of this user sends it. A new widget takes this one's place.
   */
  readonly end: () => void;
}

/**
 * Makes the widget of a page: one for each user and page is enough, more do no harm. What an earlier page
 * of this user could not send is sent now.
 *
 * @throws SmileWidgetError `options-invalid`
 */
export function createSmileWidget(options: SmileWidgetOptions): SmileWidget {
  const api = checkOptions(options);
  const warned = new Set<string>();
  /** Whose widget runs in a frame of the page. */
  let framed: string | undefined;

  const onError = (error: SmileWidgetError) => {
    if (options.onError) callPage(options.onError, error);
    else if (!warned.has(error.code)) {
      warned.add(error.code);
      // oxlint-disable-next-line no-console
      console.warn(`SmileWidget ${error.code}: ${error.message}`);
    }
  };

  const sessions = createSessions(
    () => options.session(),
    (session) => relay.adopt(session),
    () => launcher.isOpen() || !!framed || relay.isWork(),
  );
  const relay = createRelay(api, sessions, onError);

  const onCallback = (name: CallbackName, raw: unknown, userId: string | undefined): void => {
    const argument = evenOut(name, raw);
    relay.add(createEntry(name, argument, sessions.now(), userId));
    callPage(options[name] as ((given: typeof argument) => unknown) | undefined, argument);
  };

  const report = (name: CallbackName, raw?: unknown): void => {
    if (!CALLBACKS.includes(name)) return;
    const userId = framed ?? sessions.current()?.userId;
    if (name === 'onClose') framed = undefined;
    onCallback(name, raw, userId);
  };

  const mint = () => mintLinkToken(api, sessions);
  const linkToken = async () => {
    const token = await mint();
    framed = token.userId;
    return token;
  };
  const launcher = createLauncher(options, mint, onCallback, sessions.check, onError);

  const onVisibility = () => (document.visibilityState === 'hidden' ? relay.hide() : relay.show());
  const listen = (method: 'addEventListener' | 'removeEventListener') => {
    // A server that renders pages has none.
    if (typeof document === 'undefined') return;
    document[method]('visibilitychange', onVisibility);
    globalThis[method]('pagehide', relay.hide);
    globalThis[method]('online', relay.online);
  };
  listen('addEventListener');
  // Asked once: whether the user is logged in by now is for the page to know.
  if (relay.isLeftOver()) sessions.get().catch(() => {});

  return {
    open: launcher.open,
    report,
    linkToken,
    flush: relay.flush,
    end: () => {
      listen('removeEventListener');
      sessions.end();
      relay.end();
      launcher.end();
    },
  };
}
