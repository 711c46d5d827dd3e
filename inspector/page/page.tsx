import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { StageView } from '../contract.ts';
import { useActions, verbOf } from './actions.ts';
import { closeEvent, filtersOnly, go, pathOf, useAddress } from './address.ts';
import { Banner } from './banner.tsx';
import { useRevealed } from './body.tsx';
import { useCursor } from './cursor.ts';
import { DetailPane } from './detail.tsx';
import { Confirmation } from './dialog.tsx';
import { Editor } from './editor.tsx';
import { Empty } from './empty.tsx';
import { FilterBar, Tabs } from './filters.tsx';
import { Footer } from './footer.tsx';
import { Header } from './header.tsx';
import { Help } from './help.tsx';
import { useKeys } from './keys.ts';
import { List } from './list.tsx';
import { useLive } from './live.ts';
import { type Theme, useSingleKeys } from './preferences.ts';
import { useDetail } from './use-detail.ts';

/** The list, the open event beside it or over it, and all keys. */
export function Page(props: {
  readonly stage: StageView;
  readonly theme: readonly [Theme, () => void];
}) {
  const { stage, theme } = props;
  const { event, filters } = useAddress();
  const query = useMemo(() => String(filtersOnly(filters)), [String(filters)]);
  const [dialog, setDialog] = useState<'help' | 'edit'>();
  const [keys, setKeys] = useSingleKeys();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const scroller = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLTableSectionElement>(null);
  const mayFlow = () =>
    (scroller.current?.scrollTop ?? 0) < 4 &&
    selected.size === 0 &&
    cursor.id() === undefined &&
    !document.querySelector('dialog[open]') &&
    !body.current?.matches(':hover, :focus-within');
  const live = useLive(stage, query, mayFlow);
  const { rows, waiting, listing } = live;
  const cursor = useCursor(event, listing !== undefined, body);
  const row = rows.find(({ id }) => id === event);
  const actions = useActions(stage, live.retry);
  const revealed = useRevealed(event);
  const loaded = useDetail(event, row, stage.everyMs, actions.result?.job?.isOver === true);
  const current = () => (event ? loaded.detail?.row : rows.find(({ id }) => id === cursor.id()));

  useEffect(() => setSelected(new Set()), [query]);
  const select = useCallback((id: string) => {
    setSelected(
      (before) =>
        new Set(before.has(id) ? [...before].filter((each) => each !== id) : [...before, id]),
    );
  }, []);
  const move = (by: number) => {
    const next = cursor.move(rows, by);
    if (event && next) go(pathOf(next, filters), 'instead');
  };
  const chosen = (verb: 'redrive' | 'replay') => {
    if (event || selected.size === 0) {
      const one = current();
      if (one && verbOf(one) === verb) actions.ask(verb, [one.id], 1);
      return;
    }
    const shown = new Map(rows.map((each) => [each.id, each]));
    // What is not loaded is left to the server, which says of each why it is not sent.
    const meant = [...selected].filter(
      (id) =>
        verbOf(shown.get(id) ?? { id, status: verb === 'redrive' ? 'DEAD' : 'DONE' }) === verb,
    );
    const users = new Set(meant.map((id) => shown.get(id)?.user ?? id)).size;
    actions.ask(verb, meant, users);
  };
  const showNew = () => {
    live.showWaiting();
    scroller.current?.scrollTo(0, 0);
  };
  const edit = () => {
    if (stage.canSend && event && loaded.detail?.bodyBytes !== undefined) setDialog('edit');
  };
  useKeys(
    {
      '/': () => document.getElementById('search')?.focus(),
      j: () => move(1),
      k: () => move(-1),
      Enter() {
        const id = cursor.id();
        if (id !== undefined && !event) go(pathOf(id, filters));
      },
      Escape: () => {
        if (actions.result) actions.dismiss();
        else if (event) closeEvent();
        else if (selected.size > 0) setSelected(new Set());
        else cursor.clear();
      },
      n: showNew,
      p: () => live.pause(live.paused === undefined),
      g: () => {
        cursor.clear();
        scroller.current?.scrollTo(0, 0);
      },
      x() {
        const one = current();
        if (one) select(one.id);
      },
      c() {
        const one = current();
        if (one) void navigator.clipboard.writeText(one.id);
      },
      d: () => chosen('redrive'),
      r: () => chosen('replay'),
      e: edit,
      b: () => event && revealed.toggle(),
      '?': () => setDialog('help'),
    },
    keys,
  );
  return (
    <div class={event ? 'page with-event' : 'page'}>
      <Header
        stage={stage}
        live={live}
        isUtc={filters.has('utc')}
        theme={theme[0]}
        onTheme={theme[1]}
        onHelp={() => setDialog('help')}
      />
      <Banner live={live} />
      <main class="panes">
        <div class="list-pane">
          <Tabs stage={stage} filters={filters} event={event} counts={listing?.counts} />
          <FilterBar stage={stage} filters={filters} event={event} counts={listing?.counts} />
          <div class="scroller" ref={scroller}>
            {waiting.length > 0 && (
              <button type="button" class="pill" onClick={showNew}>
                ↑ {waiting.length > 100 ? '100+' : waiting.length} new <kbd>n</kbd>
              </button>
            )}
            {listing && rows.length === 0 && waiting.length === 0 ? (
              <Empty stage={stage} listing={listing} filters={filters} />
            ) : (
              <List
                rows={rows}
                open={event}
                selected={selected}
                search={String(filters)}
                onSelect={select}
                body={body}
              />
            )}
            {listing && rows.length > 0 && rows.length + waiting.length < listing.total && (
              <p class="older">
                <button
                  type="button"
                  onClick={live.loadOlder}
                  disabled={live.isLoadingOlder || rows.length >= 2000}
                >
                  {rows.length >= 2000
                    ? 'Narrow the filters to see older ones'
                    : live.isLoadingOlder
                      ? 'Loading …'
                      : 'Load older'}
                </button>
              </p>
            )}
          </div>
          <Footer
            stage={stage}
            live={live}
            actions={actions}
            query={query}
            selected={selected}
            hasEvent={event !== undefined}
            onSelected={setSelected}
            onVerb={chosen}
          />
        </div>
        {event && (
          <DetailPane
            id={event}
            stage={stage}
            loaded={loaded}
            actions={actions}
            revealed={revealed}
            onEdit={edit}
          />
        )}
      </main>
      <p class="unseen" role="status" aria-live="polite">
        {waiting.length > 0
          ? `${waiting.length > 100 ? 'more than 100' : waiting.length} new events`
          : ''}
      </p>
      <Confirmation stage={stage} actions={actions} key={actions.question?.ids.join()} />
      {dialog === 'help' && (
        <Help keys={keys} onKeys={setKeys} onClose={() => setDialog(undefined)} />
      )}
      {dialog === 'edit' && event && <Editor id={event} onClose={() => setDialog(undefined)} />}
    </div>
  );
}
