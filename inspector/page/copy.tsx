import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';

/** Says for a moment that it was done, in the place of its label. */
const SAID_MS = 1200;

/** A button that copies a text. */
export function Copy(props: {
  readonly text: string | (() => string);
  readonly label: string;
  readonly class?: string;
  readonly children: ComponentChildren;
}) {
  const { text, label, children } = props;
  const [isDone, setDone] = useState(false);
  // Text is its own name; a sign needs one.
  const isWordy = typeof children === 'string';
  const copy = (event: MouseEvent) => {
    event.stopPropagation();
    void navigator.clipboard
      .writeText(typeof text === 'string' ? text : text())
      .then(() => setDone(true))
      .then(() => setTimeout(() => setDone(false), SAID_MS));
  };
  return (
    <button
      type="button"
      class={`copy ${props.class ?? ''}`}
      aria-label={isWordy ? undefined : label}
      title={label}
      onClick={copy}
    >
      <span class={isDone ? 'hidden-word' : ''}>{children}</span>
      {isDone && (
        <span class="copied" role="status">
          copied
        </span>
      )}
    </button>
  );
}
