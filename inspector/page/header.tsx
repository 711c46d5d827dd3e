import { useContext } from 'preact/hooks';
import type { StageView } from '../contract.ts';
import type { Live } from './live.ts';
import { setFilters } from './address.ts';
import type { Theme } from './preferences.ts';
import { ticks } from './time.ts';
import { ClockContext } from './when.tsx';

const THEMES: Readonly<Record<Theme, string>> = { system: '◐', light: '☀', dark: '☾' };

/** Where one is, whether the list is live, and the switches. */
export function Header(props: {
  readonly stage: StageView;
  readonly live: Live;
  readonly isUtc: boolean;
  readonly theme: Theme;
  readonly onTheme: () => void;
  readonly onHelp: () => void;
}) {
  const { stage, live, isUtc, theme } = props;
  const clock = useContext(ClockContext);
  const now = ticks(() => `${clock.time(Date.now()).slice(0, 8)} ${clock.zone(Date.now())}`);
  return (
    <header class={stage.isHarmless ? 'top' : 'top careful'}>
      <h1>
        <span class="brand">smile</span>
        <span class="stage">{stage.name}</span>
      </h1>
      <span class="where">{stage.where}</span>
      {stage.readOnly && <span class="badge">read only</span>}
      <span class="space" />
      <Liveness live={live} />
      <button
        type="button"
        class="plain clock"
        title="Switch between local time and UTC, everywhere"
        onClick={() => setFilters({ utc: isUtc ? undefined : '1' })}
      >
        <span ref={now} key={String(isUtc)} />
      </button>
      <button
        type="button"
        class="plain icon"
        aria-label={`Theme: ${theme}. Change it.`}
        title={`Theme: ${theme}`}
        onClick={props.onTheme}
      >
        {THEMES[theme]}
      </button>
      <button
        type="button"
        class="plain icon"
        aria-label="Help and keys"
        title="Help and keys (?)"
        onClick={props.onHelp}
      >
        ?
      </button>
    </header>
  );
}

function Liveness({ live }: { readonly live: Live }) {
  const clock = useContext(ClockContext);
  if (live.lostSince !== undefined) {
    return (
      <span class="liveness red">
        <i aria-hidden="true">○</i> no answer since {clock.time(live.lostSince).slice(0, 8)}
      </span>
    );
  }
  const { paused } = live;
  return (
    <button
      type="button"
      class={`plain liveness ${paused ? 'amber' : 'green'}`}
      title={paused ? 'Go on (p)' : 'Pause (p)'}
      onClick={() => live.pause(!paused)}
    >
      <i aria-hidden="true">{paused ? '❙❙' : '●'}</i> {paused ? 'paused, resume' : 'live'}
    </button>
  );
}
