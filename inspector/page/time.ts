const STEPS = [
  [86_400, 'd'],
  [3600, 'h'],
  [60, 'm'],
] as const;

/** How long ago, in one unit: `4m`. */
export function ageOf(at: string | number, now = Date.now()): string {
  const seconds = Math.max(0, Math.round((now - new Date(at).getTime()) / 1000));
  const [size, unit] = STEPS.find(([each]) => seconds >= each) ?? [1, 's'];
  return `${Math.floor(seconds / size)}${unit}`;
}

/** A length of time. */
export function spanOf(milliseconds: number): string {
  const absolute = Math.abs(milliseconds);
  if (absolute < 1000) return `${Math.round(milliseconds)} ms`;
  if (absolute < 60_000) return `${(milliseconds / 1000).toFixed(1).replace('.0', '')} s`;
  if (absolute < 3_600_000) return `${Math.round(milliseconds / 60_000)} min`;
  if (absolute < 86_400_000) return `${Math.round(milliseconds / 3_600_000)} h`;
  return `${Math.round(milliseconds / 86_400_000)} d`;
}

const two = (value: number) => String(value).padStart(2, '0');

/** A time as the one switch between local time and UTC wants it. */
export interface Clock {
  readonly day: (at: string | number | Date) => string;
  /** With milliseconds where they say something. */
  readonly time: (at: string | number | Date) => string;
  /** `+08:00`, or `UTC`. */
  readonly zone: (at: string | number | Date) => string;
}

const isKnown = (at: string | number | Date) => !Number.isNaN(new Date(at).getTime());

/** @param isUtc else in the browser's zone */
export function clockOf(isUtc: boolean): Clock {
  const shifted = (at: string | number | Date) => {
    const date = new Date(at);
    return isUtc ? date : new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  };
  return {
    day: (at) => (isKnown(at) ? shifted(at).toISOString().slice(0, 10) : String(at)),
    time(at) {
      if (!isKnown(at)) return '';
      const [, time = ''] = shifted(at).toISOString().split('T');
      return time.replace('Z', '').replace('.000', '');
    },
    zone(at) {
      if (isUtc) return 'UTC';
      const minutes = -new Date(at).getTimezoneOffset();
      const sign = minutes < 0 ? '-' : '+';
      return `${sign}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
    },
  };
}

/** When an event comes again. */
export function againIn(at: number): string {
  const seconds = Math.round((at - Date.now()) / 1000);
  return seconds > 0 ? `again in ${seconds} s` : 'again now';
}

/** Texts that depend on the present are written here, once a second, and redraw nothing else. */
const ticking = new Map<Element, () => string>();

setInterval(() => {
  for (const [element, text] of ticking) write(element, text());
}, 1000);

function write(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** A ref that keeps an element's text up to date. */
export function ticks(text: () => string): (element: Element | null) => () => void {
  return (element) => {
    if (element) {
      ticking.set(element, text);
      write(element, text());
    }
    return () => {
      if (element) ticking.delete(element);
    };
  };
}
