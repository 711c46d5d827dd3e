import { CALLBACKS, type CallbackName, WIDGET_SCRIPT_URL } from '../lambdas/smile/widget.ts';
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
   * Loads Smile's script once, mints a link token, and opens the widget; a token that expires while it is
   * open is renewed.
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
   * For pages that run the widget in a sandboxed frame: a link token for it.
   *
   * @throws SmileWidgetError
   */
  readonly linkToken: () => Promise<LinkToken>;
  /** Sends what has not been sent; settles when all is acknowledged, or when it did not get through. */
  readonly flush: () => Promise<void>;
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
    () => launcher.isOpen() || relay.isWork(),
  );
  const relay = createRelay(api, sessions, onError);

  const report = (name: CallbackName, raw?: unknown): void => {
    if (!CALLBACKS.includes(name)) return;
    const argument = evenOut(name, raw);
    relay.add(createEntry(name, argument, sessions.now(), sessions.current()?.userId));
    callPage(options[name] as ((given: typeof argument) => unknown) | undefined, argument);
  };

  const linkToken = () => mintLinkToken(api, sessions);
  const launcher = createLauncher({
    scriptUrl: options.scriptUrl ?? WIDGET_SCRIPT_URL,
    templateId: options.templateId,
    mint: linkToken,
    onCallback: report,
    onError,
  });

  // A server that renders pages has none.
  if (typeof document !== 'undefined') {
    document.addEventListener('visibilitychange', () =>
      document.visibilityState === 'hidden' ? relay.hide() : relay.show(),
    );
    addEventListener('pagehide', relay.hide);
    addEventListener('online', relay.online);
    // Asked once: whether the user is logged in by now is for the page to know.
    if (relay.isLeftOver()) sessions.get().catch(() => {});
  }

  return { open: launcher.open, report, linkToken, flush: relay.flush };
}
