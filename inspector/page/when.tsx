import { useContext } from 'preact/hooks';
import { createContext } from 'preact';
import { ageOf, type Clock, clockOf, ticks } from './time.ts';

/** The one clock of the page: local or UTC. */
export const ClockContext = createContext<Clock>(clockOf(false));

/** How long ago; the exact times on hover. */
export function Age({ at }: { readonly at: string }) {
  const clock = useContext(ClockContext);
  const title = `${clock.day(at)} ${clock.time(at)} ${clock.zone(at)} · ${at}`;
  return <time dateTime={at} title={title} ref={ticks(() => ageOf(at))} />;
}

/** A time of day; a click copies it as RFC 3339. */
export function When({ at, withDay = false }: { readonly at: string; readonly withDay?: boolean }) {
  const clock = useContext(ClockContext);
  const text = `${withDay ? `${clock.day(at)} ` : ''}${clock.time(at)}`;
  return (
    <button
      type="button"
      class="when"
      title={`${clock.day(at)} ${clock.time(at)} ${clock.zone(at)} · ${at} · click copies it`}
      onClick={() => void navigator.clipboard.writeText(at)}
    >
      <time dateTime={at}>{text}</time>
    </button>
  );
}
