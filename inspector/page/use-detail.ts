import { useEffect, useState } from 'preact/hooks';
import type { Detail, Row } from '../contract.ts';
import { type ApiError, get } from './api.ts';

/** An event, as far as it is there. */
export interface Loaded {
  readonly detail: Detail | undefined;
  readonly trouble: ApiError | undefined;
}

/** An event that was sent a moment ago has no row yet: that long it is waited for. */
const AWAITED_MS = 15_000;
const SOON_MS = 400;
const UNDER_WAY_MS = 1000;

/**
 * Reads an event, and again while it is under way, and whenever its row in the list has changed.
 *
 * @param row of the list, if it is in there
 * @param everyMs how often a stage may be asked
 */
export function useDetail(
  id: string | undefined,
  row: Row | undefined,
  everyMs: number,
  isActionOver: boolean,
): Loaded {
  const [loaded, setLoaded] = useState<Loaded>({ detail: undefined, trouble: undefined });
  useEffect(() => {
    if (id === undefined) return;
    let [timer, ended] = [0, false];
    const opened = Date.now();
    const again = (wait: number) => {
      timer = setTimeout(() => void read(), wait);
    };
    const read = async () => {
      try {
        const detail: Detail = await get<Detail>('event', `id=${encodeURIComponent(id)}`);
        if (ended) return;
        setLoaded({ detail, trouble: undefined });
        const { status } = detail.row;
        if (status === 'STARTED' || status === 'FAILED') again(Math.max(UNDER_WAY_MS, everyMs));
      } catch (error) {
        if (ended) return;
        const trouble = error as ApiError;
        const isAwaited = trouble.code === 'no-event' && Date.now() - opened < AWAITED_MS;
        setLoaded((before) => ({
          detail: before.detail?.row.id === id ? before.detail : undefined,
          trouble,
        }));
        if (isAwaited || trouble.code === 'gone') again(isAwaited ? SOON_MS : everyMs * 3);
      }
    };
    void read();
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }, [id, row, everyMs, isActionOver]);
  return loaded.detail && loaded.detail.row.id !== id
    ? { detail: undefined, trouble: undefined }
    : loaded;
}
