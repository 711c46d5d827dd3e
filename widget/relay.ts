import { createBuffer } from './buffer.ts';
import { beaconCallbacks, isFaulty, isStored, postCallbacks } from './callbacks-request.ts';
import { type Entry, idOf } from './entry.ts';
import { createKept } from './kept.ts';
import type { Sessions, WidgetSession } from './session.ts';
import { SmileWidgetError } from './smile-widget-error.ts';
import { refusal } from './transport.ts';

/** Brings callbacks to the API, each until it is acknowledged. */
export interface Relay {
  readonly add: (entry: Entry) => void;
  /** Sends what there is now; settles when all of it is acknowledged, or when it did not get through. */
  readonly flush: () => Promise<void>;
  /** The page may be gone at any moment: all of it goes once more, without waiting for answers. */
  readonly hide: () => void;
  readonly show: () => void;
  readonly online: () => void;
  readonly adopt: (session: WidgetSession) => void;
  /** Whether a page before this one left something that can still be sent. */
  readonly isLeftOver: () => boolean | undefined;
  /** Whether there is anything to send. */
  readonly isWork: () => boolean;
  /** Sends nothing more; what comes is still kept. */
  readonly end: () => void;
}

const MAX_CALLBACKS = 50;
/** A browser lets go 64 KiB of a page that closes (Fetch standard, keepalive); the API takes no more either. */
const MAX_BYTES = 60 * 1024;
const MAX_AGE_MS = 24 * 60 * 60 * 1000;
/** Screens come in quick succession, and one request for several is enough. */
const SCREEN_DELAY_MS = 250;
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 60_000;
/** One or two failures are a tunnel or a lift. */
const FAILURES_TO_REPORT = 3;
const NO_ROOM = 'found no more room';

export function createRelay(
  api: string,
  sessions: Sessions,
  onError: (error: SmileWidgetError) => void,
): Relay {
  const url = `${api}/callbacks`;
  const kept = createKept(api);
  const buffer = createBuffer(kept);
  /** Went with a beacon, which has no answer: they stay in the buffer, but need no second beacon. */
  const beaconed = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<void> | undefined;
  /** Between a failure and the next try; new callbacks wait too. */
  let waiting: 'backoff' | 'asked' | undefined;
  let failures = 0;
  /** Codes that have been reported since the last time that it worked. */
  const told = new Set<string>();
  let user: string | undefined;
  let size = MAX_CALLBACKS;
  let isEnded = false;

  const oldest = () => sessions.now() - MAX_AGE_MS;
  const isWork = () => !isEnded && buffer.has(sessions.current()?.userId);

  const wake = (delay: number) => {
    if (isEnded || running || waiting || (timer && delay > 0)) return;
    clearTimeout(timer);
    timer = setTimeout(send, delay);
  };

  const send = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    waiting = undefined;
    running ??= sendAll().finally(() => {
      running = undefined;
      if (isWork()) wake(0);
    });
    return running;
  };

  /** One request at a time, so that the order holds. */
  const sendAll = async (): Promise<void> => {
    let refused: WidgetSession | undefined;
    while (isWork()) {
      try {
        const session = await sessions.get(refused);
        dropped(buffer.expire(oldest()), 'was not taken for 24 hours');
        const batch = take(session, size);
        if (isEnded || batch.length === 0) return;
        // Its quota may be what failed: the next try goes without.
        const answer = await postCallbacks(url, session, batch, failures === 0);
        if (answer.status === 401 && !refused) {
          refused = session;
        } else if (isStored(answer)) {
          buffer.remove(batch);
          failures = 0;
          told.clear();
          size = MAX_CALLBACKS;
        } else if (!isFaulty(answer)) {
          return failed(refusal(answer, 'relay-refused', 'No callbacks are taken'));
        } else if (batch.length > 1) {
          size = batch.length >> 1;
        } else {
          buffer.remove(batch);
          const why = `is refused and dropped. ${answer.reason}`;
          lost(batch[0] as Entry, 'callback-refused', why, answer.code);
        }
      } catch (error) {
        return failed(error as SmileWidgetError);
      }
    }
  };

  const take = (session: WidgetSession, count: number, leftOut?: ReadonlySet<string>) =>
    buffer.batch(session.userId, count, MAX_BYTES - session.token.length, leftOut);

  const failed = (error: SmileWidgetError) => {
    if (isEnded) return;
    failures += 1;
    const { code, retryAfter = 0 } = error;
    const isToTell = code === 'relay-refused' || failures >= FAILURES_TO_REPORT;
    if (isToTell && !told.has(code) && navigator.onLine) {
      told.add(code);
      onError(error);
    }
    const longest = Math.min(FIRST_WAIT_MS * 2 ** (failures - 1), LONGEST_WAIT_MS);
    const backoff = longest * (0.5 + Math.random() / 2);
    waiting = retryAfter ? 'asked' : 'backoff';
    timer = setTimeout(send, Math.max(backoff, retryAfter));
  };

  const lost = (
    entry: Entry,
    code: 'callback-refused' | 'callback-dropped',
    why: string,
    apiCode?: string,
  ) =>
    onError(
      new SmileWidgetError(code, `${entry.name} ${why}`, {
        apiCode,
        callback: entry.name,
        callbackId: idOf(entry),
      }),
    );

  const dropped = (entries: readonly Entry[], why: string) => {
    for (const entry of entries) lost(entry, 'callback-dropped', `${why} and is dropped.`);
  };

  return {
    add: (entry) => {
      dropped(buffer.add(entry), NO_ROOM);
      wake(entry.name === 'onUIEvent' ? SCREEN_DELAY_MS : 0);
    },
    flush: send,
    hide: () => {
      const session = sessions.current();
      if (!session) return;
      let count = MAX_CALLBACKS;
      while (count > 0) {
        const batch = take(session, count, beaconed);
        if (batch.length === 0) return;
        // What does not fit beside requests under way may fit in halves.
        if (!beaconCallbacks(url, session, batch)) count = batch.length >> 1;
        else for (const { stamp } of batch) beaconed.add(stamp);
      }
    },
    show: () => beaconed.clear(),
    online: () => {
      if (waiting === 'backoff') void send();
    },
    adopt: ({ userId }) => {
      if (userId === user) return;
      user = userId;
      dropped(buffer.adopt(userId, oldest()), NO_ROOM);
      if (isWork()) wake(0);
    },
    isLeftOver: () => kept.isLeftOver(oldest()),
    isWork,
    end: () => {
      isEnded = true;
      clearTimeout(timer);
    },
  };
}
