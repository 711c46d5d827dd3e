import {
  type Announcement,
  type Depths,
  type Effects,
  EffectsUnseen,
  type Item,
  type Row,
} from './effects.ts';

const WITHIN_MS = 10_000;

/**
 * The effects of a local run, by its `/_local/…`.
 *
 * @param base URL of the run, without the path
 */
export function localEffects(base: string): Effects {
  const look = async (path: string): Promise<{ status: number; bytes: Buffer }> => {
    const url = new URL(`/_local/${path}`, base);
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(WITHIN_MS) });
      return { status: response.status, bytes: Buffer.from(await response.arrayBuffer()) };
    } catch {
      throw new EffectsUnseen(`${url.href} does not answer. Start the run, or name its --inspect.`);
    }
  };
  /** @param absent the code of the 404 that means that nothing is there; any other is of a missing path */
  const bytesAt = async (path: string, absent?: string): Promise<Buffer | undefined> => {
    const { status, bytes } = await look(path);
    if (status === 200) return bytes;
    if (status !== 404) throw new EffectsUnseen(`/_local/${path} answers ${status}, not 200.`);
    if (absent !== undefined && codeIn(bytes) === absent) return undefined;
    throw new EffectsUnseen(`There is no /_local/${path} at ${base}. Name another --inspect.`);
  };
  const found = async (path: string, absent?: string): Promise<unknown> => {
    const bytes = await bytesAt(path, absent);
    try {
      return bytes && JSON.parse(bytes.toString());
    } catch {
      throw new EffectsUnseen(`/_local/${path} answers with what is no JSON.`);
    }
  };
  const list = async (path: string, absent?: string) => {
    const json = (await found(path, absent)) as { items?: unknown } | null | undefined;
    if (json === undefined) return undefined;
    if (Array.isArray(json?.items)) return json.items as unknown[];
    throw new EffectsUnseen(`/_local/${path} answers without items.`);
  };

  return {
    async row(eventId) {
      const path = `events/${encodeURIComponent(eventId)}`;
      return (await found(path, 'no-event')) as Row | undefined;
    },
    async body(ref) {
      return await bytesAt(ref, 'no-body');
    },
    async items(partition) {
      return (await list(`state/${encodeURIComponent(partition)}`)) as Item[];
    },
    async queues() {
      return (await found('queues')) as Depths;
    },
    async announcements() {
      return (await list('announcements', 'bus-unseen')) as Announcement[] | undefined;
    },
  };
}

/** The code of an error (local/inspection/refusal.ts), if there is one. */
function codeIn(bytes: Buffer): unknown {
  try {
    return (JSON.parse(bytes.toString()) as { code?: unknown } | null)?.code;
  } catch {
    return undefined;
  }
}
