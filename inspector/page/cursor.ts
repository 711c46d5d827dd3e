import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Row } from '../contract.ts';

/** The row that keys act on. */
export interface Cursor {
  readonly id: string | undefined;
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
  const [id, setId] = useState<string>();
  const show = (wanted: string) => {
    for (const row of body.current?.children ?? []) {
      if ((row as HTMLElement).dataset.id === wanted) row.scrollIntoView({ block: 'nearest' });
    }
  };
  useEffect(() => {
    if (open === undefined) return;
    setId(open);
    // Opened by a link, it may be far below.
    if (isLoaded) show(open);
  }, [open, isLoaded]);
  return {
    id,
    move(rows, by) {
      const at = rows.findIndex((row) => row.id === id);
      const next = rows[at < 0 ? 0 : Math.min(Math.max(at + by, 0), rows.length - 1)];
      if (!next) return undefined;
      setId(next.id);
      show(next.id);
      return next.id;
    },
    clear: () => setId(undefined),
  };
}
