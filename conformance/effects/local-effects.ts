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
  const look = async (path: string): Promise<{ status: number; json: unknown }> => {
    const url = new URL(`/_local/${path}`, base);
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(WITHIN_MS) });
      return { status: response.status, json: await response.json() };
    } catch {
      throw new EffectsUnseen(`${url.href} does not answer. Start the run, or name its --inspect.`);
    }
  };
  const found = async (path: string): Promise<unknown> => {
    const { status, json } = await look(path);
    if (status === 404) return undefined;
    if (status === 200) return json;
    throw new EffectsUnseen(`/_local/${path} answers ${status}, not 200.`);
  };
  const list = async (path: string) => {
    const json = (await found(path)) as { items: unknown[] } | undefined;
    return json?.items;
  };

  return {
    async row(eventId) {
      return (await found(`events/${encodeURIComponent(eventId)}`)) as Row | undefined;
    },
    async items(userId) {
      return ((await list(`users/${encodeURIComponent(userId)}`)) ?? []) as Item[];
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
