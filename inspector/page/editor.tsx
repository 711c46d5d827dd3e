import { useEffect, useRef, useState } from 'preact/hooks';
import type { Body } from '../contract.ts';
import { type ApiError, post } from './api.ts';
import { go, pathOf, readAddress } from './address.ts';
import { indented } from './indented.ts';
import { Dialog } from './dialog.tsx';

/** Edits the stored text of an event, and sends it as a new one. */
export function Editor({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const [text, setText] = useState<string>();
  const [trouble, setTrouble] = useState('');
  const failed = (error: unknown) => setTrouble((error as ApiError).message);
  useEffect(() => {
    post<Body>('body', { id }).then((body) => setText(indented(body.text)), failed);
  }, [id]);
  const field = useRef<HTMLTextAreaElement>(null);
  const isThere = text !== undefined;
  useEffect(() => {
    if (isThere) field.current?.focus();
  }, [isThere]);
  const send = async () => {
    try {
      const sent = await post<{ id: string }>('send', { text });
      onClose();
      go(pathOf(sent.id, readAddress().filters));
    } catch (error) {
      failed(error);
    }
  };
  return (
    <Dialog title="Edit and send" class="wide-dialog" onClose={onClose}>
      <p class="quiet">
        It is sent as a new event, with a new id and the time of now: the old id would be a
        conflict, and the old time stale.
      </p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <textarea
          ref={field}
          class="mono"
          aria-label="The event as JSON"
          aria-invalid={trouble !== ''}
          aria-describedby="editor-trouble"
          spellcheck={false}
          rows={18}
          value={text ?? ''}
          disabled={!isThere}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void send();
          }}
        />
        <p class="red trouble" id="editor-trouble" role="alert">
          {trouble}
        </p>
        <p class="buttons">
          <button type="button" data-first onClick={onClose}>
            Cancel
          </button>
          <button type="submit" class="primary" disabled={!isThere}>
            Send as a new event <kbd>Ctrl ⏎</kbd>
          </button>
        </p>
      </form>
    </Dialog>
  );
}
