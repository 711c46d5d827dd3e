import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { Row } from '../contract.ts';

/** The row that keys act on. Moving it draws nothing else: with 2,000 rows a key must not wait for that. */
export interface Cursor {
  readonly id: () => string | undefined;
  /** @returns the row that it is on now */
  readonly move: (rows: readonly Row[], by: number) => string | undefined;
  readonly clear: () => void;
}

/**
 * @param open event: closing it leaves the cursor on its row
 * @param isLoaded whether the list is there
 */
export function useCursor(
  open: string | undefined,
  isLoaded: boolean,
  body: RefObject<HTMLElement | null>,
): Cursor {
  const state = useRef<{ id: string | undefined; marked: HTMLElement | undefined }>({
    id: undefined,
    marked: undefined,
  });
  const put = (id: string | undefined) => {
    state.current.id = id;
    mark(state.current, body.current);
  };
  useLayoutEffect(() => mark(state.current, body.current));
  useEffect(() => {
    if (open === undefined) return;
    put(open);
    // Opened by a link, it may be far below.
    if (isLoaded) rowOf(open)?.scrollIntoView({ block: 'nearest' });
  }, [open, isLoaded]);
  return {
    id: () => state.current.id,
    move(rows, by) {
      const at = rows.findIndex((row) => row.id === state.current.id);
      const next = rows[at < 0 ? 0 : Math.min(Math.max(at + by, 0), rows.length - 1)];
      if (!next) return undefined;
      put(next.id);
      rowOf(next.id)?.scrollIntoView({ block: 'nearest' });
      return next.id;
    },
    clear: () => put(undefined),
  };
}

const rowOf = (id: string) => document.getElementById(`row-${id}`);

/** Marks the row of the cursor. One link of the list is in the order of the Tab key: its own, or the first. */
function mark(
  state: { id: string | undefined; marked: HTMLElement | undefined },
  body: HTMLElement | null,
): void {
  const row = state.id === undefined ? undefined : (rowOf(state.id) ?? undefined);
  const wanted = row ?? (body?.firstElementChild as HTMLElement | null) ?? undefined;
  if (state.marked !== wanted) {
    state.marked?.removeAttribute('data-cursor');
    state.marked?.querySelector('a')?.setAttribute('tabindex', '-1');
    wanted?.querySelector('a')?.setAttribute('tabindex', '0');
    state.marked = wanted;
  }
  wanted?.toggleAttribute('data-cursor', row !== undefined);
}
