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
  const bytesAt = async (path: string): Promise<Buffer | undefined> => {
    const { status, bytes } = await look(path);
    if (status === 404) return undefined;
    if (status === 200) return bytes;
    throw new EffectsUnseen(`/_local/${path} answers ${status}, not 200.`);
  };
  const found = async (path: string): Promise<unknown> => {
    const text = (await bytesAt(path))?.toString();
    try {
      return text === undefined ? undefined : JSON.parse(text);
    } catch {
      throw new EffectsUnseen(`/_local/${path} answers with what is no JSON.`);
    }
  };
  const list = async (path: string) => {
    const json = (await found(path)) as { items: unknown[] } | undefined;
    return json?.items;
  };

  return {
    async row(eventId) {
      return (await found(`events/${encodeURIComponent(eventId)}`)) as Row | undefined;
    },
    async body(ref) {
      return await bytesAt(ref);
    },
    async items(partition) {
      const items = await list(`state/${encodeURIComponent(partition)}`);
      if (items) return items as Item[];
      throw new EffectsUnseen(`There is no /_local/state at ${base}. Name another --inspect.`);
    },
    async queues() {
      const depths = await found('queues');
      if (depths) return depths as Depths;
      throw new EffectsUnseen(`There is no /_local/queues at ${base}. Name another --inspect.`);
    },
    async announcements() {
      return (await list('announcements')) as Announcement[] | undefined;
    },
  };
}
