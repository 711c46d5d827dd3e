import { useEffect, useMemo, useState } from 'preact/hooks';
import type { StageView } from '../contract.ts';
import { type ApiError, get } from './api.ts';
import { useAddress } from './address.ts';
import { Page } from './page.tsx';
import { useTheme } from './preferences.ts';
import { clockOf } from './time.ts';
import { ClockContext } from './when.tsx';

/** Asks which receiver this is, and shows the page. */
export function App() {
  const [stage, setStage] = useState<StageView>();
  const [trouble, setTrouble] = useState<ApiError>();
  const theme = useTheme();
  const isUtc = useAddress().filters.has('utc');
  const clock = useMemo(() => clockOf(isUtc), [isUtc]);
  useEffect(() => {
    get<StageView>('stage').then(setStage, setTrouble);
  }, []);
  useEffect(() => {
    if (stage) mark(stage);
  }, [stage]);
  if (trouble) {
    return (
      <main class="alone">
        <h1>
          {trouble.code === 'no-token'
            ? 'This page needs the token of its run'
            : 'The inspector does not answer'}
        </h1>
        <p>{trouble.message}</p>
        <p class="quiet">
          Each run makes a new one. The address with it begins with {location.origin}/#…
        </p>
        <button type="button" onClick={() => location.reload()}>
          Try again
        </button>
      </main>
    );
  }
  return (
    <ClockContext.Provider value={clock}>
      {stage ? <Page stage={stage} theme={theme} /> : null}
    </ClockContext.Provider>
  );
}

/** Title and icon say whether events are real. */
function mark({ name, isHarmless }: StageView): void {
  document.title = `${name} · smile`;
  const colour = isHarmless ? '%233b6fd4' : '%23c62f26';
  const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7" fill="${colour}"/><path d="M4.5 9a3.6 3.6 0 0 0 7 0" stroke="white" stroke-width="1.6" fill="none" stroke-linecap="round"/></svg>`;
  document
    .querySelector('link[rel=icon]')
    ?.setAttribute(
      'href',
      `data:image/svg+xml,${icon.replaceAll('<', '%3C').replaceAll('>', '%3E')}`,
    );
}
