import { useEffect, useState } from 'preact/hooks';
import type { Body, Detail } from '../contract.ts';
import { type ApiError, post } from './api.ts';
import { CopyIcon } from './icons.tsx';
import { counted } from './words.ts';
import { indented } from './indented.ts';
import { Copy } from './copy.tsx';

/** Then it hides again, and at once when the tab is hidden. */
const SHOWN_MS = 60_000;

/** A body that is shown for a while. */
export interface Revealed {
  readonly text: string | undefined;
  readonly trouble: string | undefined;
  readonly toggle: () => void;
}

/** Nothing but the page's memory ever holds it. */
export function useRevealed(id: string | undefined): Revealed {
  const [text, setText] = useState<string>();
  const [trouble, setTrouble] = useState<string>();
  useEffect(() => {
    setText(undefined);
    setTrouble(undefined);
  }, [id]);
  useEffect(() => {
    if (text === undefined) return;
    const hide = () => setText(undefined);
    const timer = setTimeout(hide, SHOWN_MS);
    const hidden = () => document.hidden && hide();
    document.addEventListener('visibilitychange', hidden);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', hidden);
    };
  }, [text]);
  const reveal = async () => {
    try {
      const body = await post<Body>('body', { id });
      setTrouble(undefined);
      setText(body.text);
    } catch (error) {
      setTrouble((error as ApiError).message);
    }
  };
  return {
    text,
    trouble,
    toggle: () => (text === undefined ? void reveal() : setText(undefined)),
  };
}

/** What Smile sent: keys, ids, codes and times; the rest on request. */
export function BodyPart({
  detail,
  revealed,
}: {
  readonly detail: Detail;
  readonly revealed: Revealed;
}) {
  const { bodyBytes, masked } = detail;
  const { text, trouble, toggle } = revealed;
  const shown = text === undefined ? masked : indented(text);
  return (
    <section class="part body" aria-labelledby="part-body">
      <h3 id="part-body">
        Body{' '}
        <span class="quiet">
          {bodyBytes === undefined
            ? 'not there yet, or expired'
            : `${sizeOf(bodyBytes)}, ${text === undefined ? 'masked' : 'shown for a minute'}`}
        </span>
        <span class="space" />
        {bodyBytes !== undefined && (
          <>
            <Copy text={shown ?? ''} label="Copy what is visible">
              <CopyIcon />
            </Copy>
            <button type="button" class="small" aria-pressed={text !== undefined} onClick={toggle}>
              {text === undefined ? 'Reveal' : 'Hide'} <kbd>b</kbd>
            </button>
          </>
        )}
      </h3>
      {trouble && <p class="red">{trouble}</p>}
      {shown !== undefined && (
        <pre
          class={text === undefined ? 'code' : 'code revealed'}
          tabIndex={0}
          aria-label={text === undefined ? 'Masked body' : 'Body'}
        >
          {shown}
        </pre>
      )}
      {shown === undefined && bodyBytes !== undefined && (
        <p class="quiet">It is not JSON: none of it can be shown masked.</p>
      )}
    </section>
  );
}

const sizeOf = (bytes: number) =>
  bytes < 1024 ? counted(bytes, 'byte') : `${(bytes / 1024).toFixed(1)} KB`;
