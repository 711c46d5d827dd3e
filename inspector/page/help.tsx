import { Dialog } from './dialog.tsx';
import { MEANINGS, spoken } from './words.ts';

const KEYS = [
  ['/', 'search'],
  ['j  k', 'next, previous event'],
  ['Enter', 'open it'],
  ['Esc', 'back, or let go'],
  ['n', 'show new events'],
  ['p', 'pause, go on'],
  ['g', 'to the top'],
  ['x', 'select'],
  ['c', 'copy the id'],
  ['d', 'redrive'],
  ['r', 'replay'],
  ['e', 'edit and send'],
  ['b', 'reveal or hide the body'],
  ['?', 'this help'],
] as const;

/** Keys and words. */
export function Help(props: {
  readonly keys: boolean;
  readonly onKeys: (on: boolean) => void;
  readonly onClose: () => void;
}) {
  return (
    <Dialog title="Keys and words" class="wide-dialog" onClose={props.onClose}>
      <div class="columns">
        <dl class="keys">
          {KEYS.map(([key, what]) => (
            <div key={key}>
              <dt>
                {key.split('  ').map((each) => (
                  <kbd key={each}>{each}</kbd>
                ))}
              </dt>
              <dd>{what}</dd>
            </div>
          ))}
        </dl>
        <dl class="meanings">
          {Object.entries(MEANINGS).map(([word, [sign, tone, meaning]]) => (
            <div key={word}>
              <dt class={tone}>
                <span aria-hidden="true">{sign}</span> {spoken(word)}
              </dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
      </div>
      <p>
        <label class="switch">
          <input
            type="checkbox"
            checked={props.keys}
            onChange={({ currentTarget }) => props.onKeys(currentTarget.checked)}
          />
          Single keys act. Escape and Enter always do.
        </label>
      </p>
      <p class="buttons">
        <button type="button" data-first onClick={props.onClose}>
          Close
        </button>
      </p>
    </Dialog>
  );
}
