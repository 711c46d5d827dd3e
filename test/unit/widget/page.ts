import { vi } from 'vitest';

export const API = 'https://abc.execute-api.ap-southeast-1.amazonaws.com';
export const SCRIPT = 'https://web.smileapi.io/v2/smile.v2.js';

/** What a test fires at the widget, by name. */
type Options = Record<string, ((raw?: unknown) => void) & string>;

export interface FakeModal {
  readonly options: Options;
  readonly opened: boolean;
}

/** What a script element does once it is in the page. */
export type ScriptBehaviour = 'loads' | 'fails' | 'hangs' | 'defines nothing';

export interface FakePage {
  /** Addresses of the scripts that were added. */
  readonly scripts: string[];
  script: ScriptBehaviour;
  readonly modals: FakeModal[];
  readonly beacons: SentBatch[];
  /** Whether the browser takes a beacon of this many bytes. */
  takesBeacon: (bytes: number) => boolean;
  readonly storage: Record<string, string>;
  readonly navigator: { onLine: boolean; sendBeacon: (url: string, body: string) => boolean };
  /** The user looks at another tab. */
  readonly hide: () => void;
  readonly show: () => void;
  /** The tab is closed: a browser tells it twice. */
  readonly close: () => void;
  /** The page is left, and the browser tells it only so, as Safari did before version 14.1. */
  readonly leave: () => void;
  readonly online: () => void;
  /** How many listeners the page has. */
  readonly listeners: () => number;
}

export interface SentBatch {
  readonly url: string;
  readonly session: string;
  readonly callbacks: readonly { id: string; name: string; at: string; data: SentData }[];
  readonly bytes: number;
}
export type SentData = Record<string, unknown>;

export function readBatch(url: string, body: string): SentBatch {
  return { url, ...JSON.parse(body), bytes: Buffer.byteLength(body) };
}

/**
 * As much of a browser's page as the module touches, put into the globals; `vi.unstubAllGlobals` takes it
 * away. Given the storage of another page, this is the next page of the same browser.
 */
export function createPage(storage: Record<string, string> = createStorage()): FakePage {
  const listeners = new Map<string, Set<() => void>>();
  const listen = (name: string, listener: () => void) => {
    listeners.set(name, (listeners.get(name) ?? new Set()).add(listener));
  };
  const unlisten = (name: string, listener: () => void) => listeners.get(name)?.delete(listener);
  const tell = (name: string) => {
    for (const listener of listeners.get(name) ?? []) listener();
  };
  const document = {
    visibilityState: 'visible',
    addEventListener: listen,
    removeEventListener: unlisten,
    createElement: () => createScript(),
    head: { append: (script: ReturnType<typeof createScript>) => appended(page, script) },
  };
  const see = (state: 'visible' | 'hidden') => {
    document.visibilityState = state;
    tell('visibilitychange');
  };
  const page: FakePage = {
    scripts: [],
    script: 'loads',
    modals: [],
    beacons: [],
    takesBeacon: () => true,
    storage,
    navigator: {
      onLine: true,
      sendBeacon: (url, body) => {
        const batch = readBatch(url, body);
        const isTaken = page.takesBeacon(batch.bytes);
        if (isTaken) page.beacons.push(batch);
        return isTaken;
      },
    },
    hide: () => see('hidden'),
    show: () => see('visible'),
    close: () => {
      see('hidden');
      tell('pagehide');
    },
    leave: () => tell('pagehide'),
    online: () => tell('online'),
    listeners: () => [...listeners.values()].reduce((sum, { size }) => sum + size, 0),
  };
  vi.stubGlobal('document', document);
  vi.stubGlobal('addEventListener', listen);
  vi.stubGlobal('removeEventListener', unlisten);
  vi.stubGlobal('localStorage', storage);
  vi.stubGlobal('navigator', page.navigator);
  vi.stubGlobal('SmileLinkModal', undefined);
  return page;
}

/**
 * Keys are own members and methods are not, as in a browser's.
 *
 * @param room how many keys it takes
 */
export function createStorage(room = Number.POSITIVE_INFINITY): Record<string, string> {
  return Object.create({
    getItem(this: Record<string, string>, key: string) {
      return this[key] ?? null;
    },
    setItem(this: Record<string, string>, key: string, value: string) {
      if (Object.keys(this).length >= room) throw new DOMException('no', 'QuotaExceededError');
      this[key] = value;
    },
    removeItem(this: Record<string, string>, key: string) {
      delete this[key];
    },
  });
}

/** What Smile's script defines. */
export function defineModal(page: FakePage, open: () => unknown = () => undefined): void {
  vi.stubGlobal(
    'SmileLinkModal',
    class implements FakeModal {
      readonly options: Options;
      opened = false;

      constructor(options: Options) {
        this.options = options;
        page.modals.push(this);
      }

      open(): unknown {
        this.opened = true;
        return open();
      }
    },
  );
}

function createScript() {
  const listeners: Record<string, () => void> = {};
  return {
    src: '',
    listeners,
    addEventListener: (name: string, listener: () => void) => {
      listeners[name] = listener;
    },
    remove: () => undefined,
  };
}

function appended(page: FakePage, script: ReturnType<typeof createScript>): void {
  page.scripts.push(script.src);
  const { script: behaviour } = page;
  if (behaviour === 'hangs') return;
  setTimeout(() => {
    if (behaviour === 'loads') defineModal(page);
    script.listeners[behaviour === 'fails' ? 'error' : 'load']?.();
  }, 10);
}
