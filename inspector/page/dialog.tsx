import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { StageView } from '../contract.ts';
import type { Actions } from './actions.ts';
import { counted } from './words.ts';

/** A dialog of the browser: it keeps the focus, and Escape closes it. */
export function Dialog(props: {
  readonly title: string;
  readonly class?: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const { current } = dialog;
    const before = document.activeElement as HTMLElement | null;
    current?.showModal();
    (current?.querySelector('[data-first]') as HTMLElement | null)?.focus();
    return () => before?.focus();
  }, []);
  return (
    <dialog ref={dialog} class={props.class} aria-labelledby="dialog-title" onClose={props.onClose}>
      <h2 id="dialog-title">{props.title}</h2>
      {props.children}
    </dialog>
  );
}

const OF_ONE = {
  redrive: 'Its handler runs again. If the event is done meanwhile, nothing runs twice.',
  replay:
    'Its handler runs again, under a new key. State stays as it is; a stale event stays stale.',
} as const;
const OF_SEVERAL = {
  redrive:
    'Their handlers run again, in the order of each user. An event that is done meanwhile does not run twice.',
  replay:
    'Their handlers run again, each under a new key. State stays as it is, and stale events stay stale.',
} as const;

/** Number, users, consequence and stage, before anything is done. */
export function Confirmation({
  stage,
  actions,
}: {
  readonly stage: StageView;
  readonly actions: Actions;
}) {
  const [typed, setTyped] = useState('');
  const { question } = actions;
  if (!question) return null;
  const { verb, ids, users } = question;
  const title = `${verb === 'redrive' ? 'Redrive' : 'Replay'} ${counted(ids.length, 'event')}`;
  const mayGo = stage.isHarmless || typed === stage.name;
  return (
    <Dialog title={title} onClose={() => actions.answer(undefined)}>
      <dl class="facts">
        <dt>Stage</dt>
        <dd class={stage.isHarmless ? '' : 'red strong'}>
          {stage.name} <span class="quiet">{stage.where}</span>
        </dd>
        <dt>Users</dt>
        <dd>{users}</dd>
        {ids.length === 1 && (
          <>
            <dt>Event</dt>
            <dd class="mono break">{ids[0]}</dd>
          </>
        )}
      </dl>
      <p>{(ids.length === 1 ? OF_ONE : OF_SEVERAL)[verb]}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (mayGo) actions.answer(stage.name);
        }}
      >
        {!stage.isHarmless && (
          <label class="field">
            Type {stage.name} to continue
            <input
              value={typed}
              autocomplete="off"
              spellcheck={false}
              onInput={({ currentTarget }) => setTyped(currentTarget.value)}
            />
          </label>
        )}
        <p class="buttons">
          <button type="button" data-first onClick={() => actions.answer(undefined)}>
            Cancel
          </button>
          <button type="submit" class="primary" disabled={!mayGo}>
            {verb === 'redrive' ? 'Redrive' : 'Replay'} {ids.length.toLocaleString('en')}
          </button>
        </p>
      </form>
    </Dialog>
  );
}
