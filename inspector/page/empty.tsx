import { useState } from 'preact/hooks';
import type { Listing, StageView } from '../contract.ts';
import { ApiError, post } from './api.ts';
import { go, pathOf } from './address.ts';
import { clearFilters } from './filters.tsx';
import { CopyIcon } from './icons.tsx';
import { Copy } from './copy.tsx';
import { counted } from './words.ts';

/** An empty list says why it is empty, and what to do. */
export function Empty(props: {
  readonly stage: StageView;
  readonly listing: Omit<Listing, 'rows'>;
  readonly filters: URLSearchParams;
}) {
  const { stage, listing, filters } = props;
  if (listing.unfiltered === 0) return <NoEventYet stage={stage} />;
  const isDead = filters.get('status') === 'dead';
  const named = [...filters]
    .filter(([name]) => name !== 'utc')
    .map(([name, value]) => `${name} ${value}`);
  return (
    <div class="empty">
      <h2>{isDead && named.length === 1 ? 'No dead letters' : 'Nothing matches'}</h2>
      <p>
        {named.join(', ')} leaves none of {counted(listing.unfiltered, 'event')}
        {listing.since ? ', of those that are open or ended in the time that is looked at' : ''}.
      </p>
      <p>
        <button type="button" onClick={clearFilters}>
          Clear the filters
        </button>
      </p>
    </div>
  );
}

function NoEventYet({ stage }: { readonly stage: StageView }) {
  const [trouble, setTrouble] = useState('');
  const command = `${stage.command} ${stage.isLocal ? 'trigger ACCOUNT_CONNECTED --user u-1' : `doctor${stage.option}`}`;
  const send = () => {
    void post<{ id: string }>('sample', {}).then(
      ({ id }) => go(pathOf(id, new URLSearchParams(location.search))),
      (error: unknown) => setTrouble(error instanceof ApiError ? error.message : String(error)),
    );
  };
  return (
    <div class="empty">
      <h2>Waiting for the first event</h2>
      {stage.isLocal ? (
        <p>It appears here by itself. Send one from a terminal:</p>
      ) : (
        <p>
          None is open, and none has ended in the last hour. A longer time is in the filters.
          Whether events arrive at all:
        </p>
      )}
      <p class="command">
        <code>{command}</code>
        <Copy text={command} label="Copy the command">
          <CopyIcon />
        </Copy>
      </p>
      {stage.webhookUrl && (
        <p class="quiet">
          Webhooks arrive at <code>{stage.webhookUrl}</code>
        </p>
      )}
      {stage.canSend && (
        <p>
          <button type="button" class="primary" onClick={send}>
            Send an invented event
          </button>
        </p>
      )}
      {trouble && <p class="red">{trouble}</p>}
    </div>
  );
}
