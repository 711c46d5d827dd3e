import { useEffect, useState } from 'preact/hooks';

/** What is looked at: the address is the whole of it. */
export interface Address {
  /** The event that is open. */
  readonly event: string | undefined;
  /** Filters, and `utc`. */
  readonly filters: URLSearchParams;
}

/** Names of filters, in the order in which they are shown. */
export const FILTERS = [
  'status',
  'outcome',
  'q',
  'type',
  'user',
  'account',
  'origin',
  'reason',
  'since',
  'until',
] as const;

const CHANGED = 'address-changed';

/** What the address bar says. */
export function readAddress(): Address {
  const [, event] = /^\/e\/(.+)$/.exec(location.pathname) ?? [];
  return {
    event: event === undefined ? undefined : decodeURIComponent(event),
    filters: new URLSearchParams(location.search),
  };
}

/** A path for the address bar and for links. */
export function pathOf(event: string | undefined, filters: URLSearchParams): string {
  const query = filters.size === 0 ? '' : `?${String(filters)}`;
  return `${event === undefined ? '/' : `/e/${encodeURIComponent(event)}`}${query}`;
}

/** Goes there, as a step that Back takes back, or in place of the present one. */
export function go(path: string, how: 'step' | 'instead' = 'step'): void {
  if (how === 'step') history.pushState({ isOurs: true }, '', path);
  else history.replaceState(history.state, '', path);
  dispatchEvent(new Event(CHANGED));
}

/** Closes the open event: back to where it was opened, if that was here. */
export function closeEvent(): void {
  const { isOurs } = (history.state ?? {}) as { isOurs?: boolean };
  if (isOurs) history.back();
  else go(pathOf(undefined, readAddress().filters), 'instead');
}

/** Changes filters; undefined and empty remove one. */
export function setFilters(changes: Readonly<Record<string, string | undefined>>): void {
  const { event, filters } = readAddress();
  for (const [name, value] of Object.entries(changes)) {
    if (value) filters.set(name, value);
    else filters.delete(name);
  }
  go(pathOf(event, filters), 'instead');
}

/** The address, and again whenever it changes. */
export function useAddress(): Address {
  const [address, setAddress] = useState(readAddress);
  useEffect(() => {
    const read = () => setAddress(readAddress());
    addEventListener('popstate', read);
    addEventListener(CHANGED, read);
    return () => {
      removeEventListener('popstate', read);
      removeEventListener(CHANGED, read);
    };
  }, []);
  return address;
}

/** The filters alone, as the server takes them. */
export function filtersOnly(filters: URLSearchParams): URLSearchParams {
  const only = new URLSearchParams();
  for (const name of FILTERS) {
    const value = filters.get(name);
    if (value) only.set(name, value);
  }
  return only;
}
