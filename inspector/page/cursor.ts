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

/** @param open event: closing it leaves the cursor on its row */
export function useCursor(open: string | undefined, body: RefObject<HTMLElement | null>): Cursor {
  const [id, setId] = useState<string>();
  useEffect(() => {
    if (open !== undefined) setId(open);
  }, [open]);
  return {
    id,
    move(rows, by) {
      const at = rows.findIndex((row) => row.id === id);
      const next = rows[at < 0 ? 0 : Math.min(Math.max(at + by, 0), rows.length - 1)];
      if (!next) return undefined;
      setId(next.id);
      for (const row of body.current?.children ?? []) {
        if ((row as HTMLElement).dataset.id === next.id) row.scrollIntoView({ block: 'nearest' });
      }
      return next.id;
    },
    clear: () => setId(undefined),
  };
}
