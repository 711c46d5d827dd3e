import { SmileWidgetError } from './smile-widget-error.ts';

/** What the page's backend answers: the result of `createWidgetSession`, as it is. */
export interface WidgetSession {
  readonly token: string;
  /** Smile's id of the user. */
  readonly userId: string;
  /** ISO 8601; tells how far the page's clock is off. */
  readonly issuedAt: string;
  readonly expiresAt: string;
}

/** The session in use, and those to come. */
export interface Sessions {
  /** The latest one, good or not. */
  readonly current: () => WidgetSession | undefined;
  /**
   * One that is good for a while. Asks the page when there is none, when it ends soon, and when it is
   * `refused`; all who ask at the same time share one call.
   *
   * @throws SmileWidgetError `session-unavailable`
   */
  readonly get: (refused?: WidgetSession) => Promise<WidgetSession>;
  /** Now, in milliseconds, by the clock of the backend. */
  readonly now: () => number;
}

const RENEW_BEFORE_MS = 60_000;
const PATIENCE_MS = 30_000;
const TRY_AGAIN_MS = 10_000;

/**
 * @param onArrival is told of every new session
 * @param isNeeded whether to renew before the end without being asked, so that what is sent while the page
 *   closes, when nobody can wait, carries a good one
 */
export function createSessions(
  ask: () => Promise<WidgetSession>,
  onArrival: (session: WidgetSession) => void,
  isNeeded: () => boolean,
): Sessions {
  let current: WidgetSession | undefined;
  let pending: Promise<WidgetSession> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let offset = 0;
  let renewAt = 0;

  const now = () => Date.now() + offset;

  const renewIn = (delay: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (isNeeded()) get().catch(() => {});
    }, delay);
  };

  const renew = async (refused?: WidgetSession): Promise<WidgetSession> => {
    try {
      const session = checked(await inTime(ask));
      const issuedAt = Date.parse(session.issuedAt);
      const expiresAt = Date.parse(session.expiresAt);
      offset = issuedAt - Date.now();
      // A short one is used for half of its life, or it would be renewed all the time.
      renewAt = expiresAt - Math.min(RENEW_BEFORE_MS, (expiresAt - issuedAt) / 2);
      current = session;
      renewIn(Math.max(renewAt - issuedAt, 1000));
      onArrival(session);
      return session;
    } catch (cause) {
      if (current && current !== refused && now() < Date.parse(current.expiresAt)) {
        renewIn(TRY_AGAIN_MS);
        return current;
      }
      throw new SmileWidgetError(
        'session-unavailable',
        'The "session" function must resolve to what createWidgetSession made: see "cause".',
        { cause },
      );
    }
  };

  const get = async (refused?: WidgetSession) => {
    if (current && current !== refused && now() < renewAt) return current;
    pending ??= renew(refused).finally(() => {
      pending = undefined;
    });
    return await pending;
  };

  return { current: () => current, get, now };
}

/** What the page answered, or an error that names what is missing in it. */
function checked(session: WidgetSession | undefined): WidgetSession {
  for (const name of ['token', 'userId', 'issuedAt', 'expiresAt'] as const) {
    const value: unknown = session?.[name];
    const isGood = typeof value === 'string' && (name.endsWith('At') ? Date.parse(value) : value);
    if (!isGood) throw new TypeError(`no ${name}`);
  }
  return session as WidgetSession;
}

/** A promise that never settles would stop the relay for good. */
function inTime<T>(ask: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error('timeout')), PATIENCE_MS);
    Promise.resolve().then(ask).then(resolve, reject);
  });
}
