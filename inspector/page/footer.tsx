import { useContext } from 'preact/hooks';
import type { StageView } from '../contract.ts';
import type { Actions } from './actions.ts';
import { get } from './api.ts';
import type { Live } from './live.ts';
import { ResultLine } from './result.tsx';
import { ClockContext } from './when.tsx';
import { counted } from './words.ts';

/** How much is shown, what is selected, and what can be done with it. */
export function Footer(props: {
  readonly stage: StageView;
  readonly live: Live;
  readonly actions: Actions;
  readonly query: string;
  readonly selected: ReadonlySet<string>;
  readonly hasEvent: boolean;
  readonly onSelected: (ids: ReadonlySet<string>) => void;
  readonly onVerb: (verb: 'redrive' | 'replay') => void;
}) {
  const { live, actions, query, selected, hasEvent, onSelected, onVerb, stage } = props;
  const clock = useContext(ClockContext);
  const { rows, listing, waiting } = live;
  const selectAll = async () => {
    const { ids } = await get<{ ids: string[] }>('ids', query);
    onSelected(new Set(ids));
  };
  const total = listing?.total ?? 0;
  return (
    <footer class="bottom">
      {!hasEvent && <ResultLine actions={actions} />}
      <div class="line">
        {selected.size > 0 ? (
          <>
            <strong>{counted(selected.size, 'event')} selected</strong>
            <button type="button" disabled={stage.readOnly} onClick={() => onVerb('redrive')}>
              Redrive <kbd>d</kbd>
            </button>
            <button type="button" disabled={stage.readOnly} onClick={() => onVerb('replay')}>
              Replay <kbd>r</kbd>
            </button>
            {selected.size < Math.min(total, 1000) && (
              <button type="button" class="link" onClick={() => void selectAll()}>
                Select {total > 1000 ? 'the newest 1,000' : `all ${total}`} that match
              </button>
            )}
            <span class="space" />
            <button type="button" class="plain" onClick={() => onSelected(new Set())}>
              Let go <kbd>Esc</kbd>
            </button>
          </>
        ) : (
          <>
            <span class="quiet">
              {listing
                ? `${rows.length.toLocaleString('en')} of ${total.toLocaleString('en')} shown`
                : 'Loading …'}
              {waiting.length > 0 && `, ${waiting.length > 100 ? '100+' : waiting.length} new`}
              {listing?.since && ` · ended since ${clock.time(listing.since).slice(0, 5)}, or open`}
            </span>
            <span class="space" />
            <span class="quiet hints">
              <kbd>j</kbd>
              <kbd>k</kbd> move <kbd>Enter</kbd> open <kbd>x</kbd> select <kbd>/</kbd> search{' '}
              <kbd>?</kbd> all keys
            </span>
          </>
        )}
      </div>
    </footer>
  );
}
