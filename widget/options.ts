import type { CallbackName } from '../lambdas/smile/widget.ts';
import type { CallbackArguments } from './callbacks.ts';
import type { WidgetSession } from './session.ts';
import { SmileWidgetError } from './smile-widget-error.ts';

/**
 * The page's own handlers, all optional. Each runs after its callback has been put into the relay. What one
 * throws is thrown again on its own, for the page's error tracking to see, and disturbs nothing.
 */
export type PageHandlers = {
  readonly [N in CallbackName]?:
    | (undefined extends CallbackArguments[N]
        ? () => unknown
        : (argument: CallbackArguments[N]) => unknown)
    | undefined;
};

export interface SmileWidgetOptions extends PageHandlers {
  /** The output `WidgetUrl` of the stack. */
  readonly api: string;
  /**
   * Asks the page's own backend, which answers what `createWidgetSession` gives it. It is called for every
   * launch and must ask anew each time: the answer tells whose widget is opened, and what time it is.
   */
  readonly session: () => Promise<WidgetSession>;
  /** A Wink template, `wtpl-…`; without one, the default of Smile's Developer Portal. */
  readonly templateId?: string | undefined;
  /** Another address of the widget's script; default is Smile's. */
  readonly scriptUrl?: string | undefined;
  /**
   * What nobody awaits: callbacks that were refused or dropped, a relay that does not get through, a token
   * that could not be renewed. Without it, one `console.warn` for each code.
   */
  readonly onError?: ((error: SmileWidgetError) => unknown) | undefined;
}

/**
 * The address of the API without a slash at its end.
 *
 * @throws SmileWidgetError `options-invalid`
 */
export function checkOptions({ api, session }: SmileWidgetOptions): string {
  try {
    const { protocol, origin, pathname } = new URL(api);
    if (/^https?:$/.test(protocol) && typeof session === 'function') {
      return (origin + pathname).replace(/\/+$/, '');
    }
  } catch {
    // No URL: as bad as one of another protocol.
  }
  throw new SmileWidgetError(
    'options-invalid',
    '"api" must be an absolute http(s) URL, the output WidgetUrl, and "session" a function.',
  );
}
