import { SmileWidgetError } from './smile-widget-error.ts';

/** What the page's backend answers: the result of `createWidgetSession`, as it is. */
export interface WidgetSession {
  readonly token: string;
  /** Smile's id of the user. */
  readonly userId: string;
  /** ISO 8601, whole seconds; tells how far the page's clock is off. */
  readonly issuedAt: string;
  readonly expiresAt: string;
}

/** The session in use, and those to come. */
export interface Sessions {
  /** The latest one, good or not. */
  readonly current: () => WidgetSession | undefined;
  /**
   * One that is good for a while, for what has fired. Asks the page when there is none, when it ends soon,
   * and when it is `refused`; who asks while the page is being asked shares that.
   *
   * @throws SmileWidgetError `session-unavailable`, `widget-ended`
   */
  readonly get: (refused?: WidgetSession) => Promise<WidgetSession>;
  /**
   * One of the user who is there now, for a launch: asks the page in any case, for another may have logged in
   * since. Launches at the same time share one call.
   *
   * @throws SmileWidgetError `session-unavailable`, `widget-ended`
   */
  readonly fresh: () => Promise<WidgetSession>;
  /** Now, in milliseconds, by the clock of the backend. */
  readonly now: () => number;
  /** Forgets the session; there will be no other. */
  readonly end: () => void;
  /** @throws SmileWidgetError `widget-ended` */
  readonly check: () => void;
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
  let isForLaunch = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let offset = 0;
  let renewAt = 0;
  let expiresAt = 0;
  /** How often the page was asked, and which of its answers is in use. */
  let asked = 0;
  let answered = 0;
  let isEnded = false;

  const now = () => Date.now() + offset;

  const check = () => {
    if (isEnded) throw new SmileWidgetError('widget-ended', 'Make a new widget after end().');
  };

  const renewIn = (delay: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (isNeeded()) get().catch(() => {});
    }, delay);
  };

  const request = async (number: number): Promise<WidgetSession> => {
    check();
    const start = Date.now();
    let session: WidgetSession;
    try {
      session = checked(await Promise.race([ask(), timeout()]));
    } catch (cause) {
      throw new SmileWidgetError(
        'session-unavailable',
        '"session" must resolve to what createWidgetSession made: see "cause".',
        { cause },
      );
    }
    check();
    // One that was overtaken may be of the user who was there before.
    if (current && number < answered) return current;
    answered = number;
    current = session;
    const issuedAt = Date.parse(session.issuedAt);
    expiresAt = Date.parse(session.expiresAt);
    // It was issued between question and answer, in some millisecond of that second: a clock that this allows
    // is left alone.
    offset = Math.max(issuedAt - Date.now(), Math.min(offset, issuedAt + 1000 - start));
    // A short one is used for half of its life, or it would be renewed all the time.
    renewAt = expiresAt - Math.min(RENEW_BEFORE_MS, (expiresAt - issuedAt) / 2);
    renewIn(Math.max(renewAt - now(), 1000));
    onArrival(session);
    return session;
  };

  const renew = (isLaunch: boolean): Promise<WidgetSession> => {
    // What was asked before a launch may be answered for the user before.
    if (pending && (isForLaunch || !isLaunch)) return pending;
    asked += 1;
    const renewal = request(asked).finally(() => {
      if (pending === renewal) pending = undefined;
    });
    pending = renewal;
    isForLaunch = isLaunch;
    return renewal;
  };

  const get = async (refused?: WidgetSession) => {
    const goodUntil = (end: number) => (current !== refused && now() < end ? current : undefined);
    const good = goodUntil(renewAt);
    if (good) return good;
    try {
      return await renew(false);
    } catch (error) {
      const last = goodUntil(expiresAt);
      if (!last) throw error;
      renewIn(TRY_AGAIN_MS);
      return last;
    }
  };

  const end = () => {
    isEnded = true;
    current = undefined;
    clearTimeout(timer);
  };

  return { current: () => current, get, fresh: () => renew(true), now, end, check };
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
function timeout(): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(reject, PATIENCE_MS, new Error('timeout'));
  });
}
