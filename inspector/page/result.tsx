import { go, pathOf, readAddress } from './address.ts';
import type { Actions } from './actions.ts';

/** What became of an action: in part, too, and until somebody has read it. */
export function ResultLine({ actions }: { readonly actions: Actions }) {
  const { result } = actions;
  if (!result) return null;
  const { verb, ids, job, trouble } = result;
  const waiting = job ? job.total - job.done - job.dead.length - job.refused.length : ids.length;
  const isOver = job?.isOver ?? trouble !== undefined;
  const [key] = job?.keys ?? [];
  return (
    <div class="result" role="status" aria-label={`Result of the ${verb}`}>
      <strong>{verb === 'redrive' ? 'Redrive' : 'Replay'}</strong>
      {trouble && <span class="red">{trouble}</span>}
      {job && job.done > 0 && <span class="green">✓ {job.done} done</span>}
      {waiting > 0 && !trouble && (
        <span class={isOver ? 'amber' : 'blue'}>
          {isOver ? '↻' : '◌'} {waiting} {isOver ? 'still under way' : 'waiting'}
        </span>
      )}
      {job && job.dead.length > 0 && (
        <span class="red">
          ✗ {job.dead.length} not done{ids.length > 1 && ': '}
          {ids.length > 1 &&
            job.dead.slice(0, 3).map((id) => (
              <button key={id} type="button" class="link mono" onClick={() => open(id)}>
                {id}
              </button>
            ))}
        </span>
      )}
      {job?.refused.slice(0, 3).map(({ id, why }) => (
        <span key={id} class="amber">
          – {ids.length > 1 && <span class="mono">{id} </span>}not sent: {why}
        </span>
      ))}
      {verb === 'replay' && ids.length === 1 && key !== undefined && (
        <button type="button" class="link" onClick={() => open(key)}>
          see the replay
        </button>
      )}
      <span class="space" />
      <button type="button" class="plain" onClick={actions.dismiss} aria-label="Close the result">
        ✕
      </button>
    </div>
  );
}

function open(id: string): void {
  go(pathOf(id, readAddress().filters));
}
