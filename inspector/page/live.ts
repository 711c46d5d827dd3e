import { useEffect, useRef, useState } from 'preact/hooks';
import type { Changes, Listing, Row, StageView } from '../contract.ts';
import { ApiError, get } from './api.ts';

/** The list as it is shown. */
export interface LiveList {
  /** Undefined until the first answer. */
  readonly listing: Omit<Listing, 'rows'> | undefined;
  readonly rows: readonly Row[];
  /** Events that came, and are not shown yet. */
  readonly waiting: readonly Row[];
  readonly trouble: ApiError | undefined;
  /** Since when the server has not answered. */
  readonly lostSince: number | undefined;
  /** By a person, or because nobody was there for half an hour. */
  readonly paused: 'by hand' | 'nobody here' | undefined;
  readonly isLoadingOlder: boolean;
}

/** What can be done with it. */
export interface Live extends LiveList {
  readonly showWaiting: () => void;
  readonly loadOlder: () => void;
  readonly pause: (on: boolean) => void;
  readonly retry: () => void;
}

const MOST_SHOWN = 2000;
const PAGE = 200;
/** Then a stage is asked less often, and after a while not at all. */
const IDLE_MS = 2 * 60_000;
const IDLE_LOOKS_MS = 30_000;
const NOBODY_MS = 30 * 60_000;
const LONGEST_WAIT_MS = 15_000;

const EMPTY: LiveList = {
  listing: undefined,
  rows: [],
  waiting: [],
  trouble: undefined,
  lostSince: undefined,
  paused: undefined,
  isLoadingOlder: false,
};

/**
 * Keeps a list up to date. Known rows change in place; new ones wait unless `mayFlow` lets them in at the top.
 *
 * @param query filters as text: another one begins another list
 */
export function useLive(stage: StageView | undefined, query: string, mayFlow: () => boolean): Live {
  const [list, setList] = useState<LiveList>(EMPTY);
  const now = useRef({ list, mayFlow });
  now.current.mayFlow = mayFlow;
  const change = (by: Partial<LiveList>) => {
    const { list: before } = now.current;
    const isSame = Object.entries(by).every(
      ([name, value]) => before[name as keyof LiveList] === value,
    );
    if (isSame) return;
    now.current.list = { ...before, ...by };
    setList(now.current.list);
  };
  const control = useRef({ wake: () => {}, reload: async () => {} });

  useEffect(() => {
    if (!stage) return;
    let [timer, ended, failures, lastInput] = [0, false, 0, Date.now()];
    const schedule = (wait: number) => {
      clearTimeout(timer);
      if (!ended) timer = setTimeout(() => void tick(), wait);
    };
    const failed = (error: unknown) => {
      if (ended) return;
      failures += 1;
      const trouble = error instanceof ApiError ? error : undefined;
      const isLost = trouble?.code === 'gone' || trouble === undefined;
      change({
        trouble: isLost ? undefined : trouble,
        lostSince: isLost ? (now.current.list.lostSince ?? Date.now()) : undefined,
      });
      schedule(Math.min(stage.everyMs * 2 ** failures, LONGEST_WAIT_MS));
    };
    const load = async () => {
      const limit = Math.min(Math.max(PAGE, now.current.list.rows.length), MOST_SHOWN);
      const { rows, ...listing } = await get<Listing>('events', `${query}&limit=${limit}`);
      if (ended) return;
      failures = 0;
      change({ rows, listing, waiting: [], trouble: undefined, lostSince: undefined });
      schedule(stage.everyMs);
    };
    const look = async () => {
      const after = now.current.list.listing?.revision ?? 0;
      const { rows, ...listing } = await get<Changes>('changes', `${query}&after=${after}`);
      if (ended) return;
      failures = 0;
      const { listing: known } = now.current.list;
      change({
        // What is the same is not drawn again.
        listing: JSON.stringify(known) === JSON.stringify(listing) ? known : listing,
        trouble: undefined,
        lostSince: undefined,
        ...merged(now.current.list, rows),
      });
      if (now.current.list.waiting.length > 0 && now.current.mayFlow()) flow();
      const idle = Date.now() - lastInput;
      schedule(!stage.isLocal && idle > IDLE_MS ? IDLE_LOOKS_MS : stage.everyMs);
    };
    const flow = () => {
      const { rows, waiting } = now.current.list;
      const most = Math.max(PAGE, Math.min(rows.length, MOST_SHOWN));
      change({ rows: [...waiting, ...rows].slice(0, most), waiting: [] });
    };
    const tick = async () => {
      clearTimeout(timer);
      const { paused, listing } = now.current.list;
      if (ended || document.hidden || paused) return;
      if (!stage.isLocal && Date.now() - lastInput > NOBODY_MS)
        return change({ paused: 'nobody here' });
      await (listing ? look() : load()).catch(failed);
    };
    const noted = () => {
      lastInput = Date.now();
    };
    const seen = () => {
      if (!document.hidden) void tick();
    };
    control.current = {
      wake: () => {
        noted();
        void tick();
      },
      reload: () => load().catch(failed),
    };
    change({ listing: undefined, rows: [], waiting: [], trouble: undefined });
    void tick();
    for (const kind of ['pointermove', 'keydown'] as const)
      addEventListener(kind, noted, { passive: true });
    document.addEventListener('visibilitychange', seen);
    return () => {
      ended = true;
      clearTimeout(timer);
      for (const kind of ['pointermove', 'keydown'] as const) removeEventListener(kind, noted);
      document.removeEventListener('visibilitychange', seen);
    };
  }, [stage, query]);

  const loadOlder = async () => {
    const last = now.current.list.rows.at(-1);
    if (!last || now.current.list.isLoadingOlder) return;
    change({ isLoadingOlder: true });
    const before = encodeURIComponent(last.id);
    const older = await get<Listing>('events', `${query}&before=${before}`).catch(() => undefined);
    const { rows } = now.current.list;
    const known = new Set(rows.map(({ id }) => id));
    const added = older?.rows.filter(({ id }) => !known.has(id)) ?? [];
    change({ rows: [...rows, ...added].slice(0, MOST_SHOWN), isLoadingOlder: false });
  };
  return {
    ...list,
    showWaiting: () => void control.current.reload(),
    loadOlder: () => void loadOlder(),
    pause(on) {
      change({ paused: on ? 'by hand' : undefined });
      if (!on) control.current.wake();
    },
    retry: () => control.current.wake(),
  };
}

/** Known rows in place, new ones among those that wait, newest first. */
function merged(
  list: Pick<LiveList, 'rows' | 'waiting'>,
  changed: Changes['rows'],
): Pick<LiveList, 'rows' | 'waiting'> {
  if (changed.length === 0) return { rows: list.rows, waiting: list.waiting };
  const latest = new Map(changed.map((row) => [row.id, row]));
  const rows = list.rows.map((row) => latest.get(row.id) ?? row);
  for (const { id } of list.rows) latest.delete(id);
  const waiting = new Map(list.waiting.map((row) => [row.id, row]));
  const oldest = list.rows.at(-1)?.receivedAt ?? '';
  for (const row of latest.values()) {
    const isPartOfList = row.isMeant && (row.receivedAt >= oldest || list.rows.length < PAGE);
    if (isPartOfList) waiting.set(row.id, row);
    else waiting.delete(row.id);
  }
  const sorted = [...waiting.values()].toSorted((one, other) =>
    one.receivedAt < other.receivedAt ? 1 : -1,
  );
  return { rows, waiting: sorted.slice(0, MOST_SHOWN) };
}
