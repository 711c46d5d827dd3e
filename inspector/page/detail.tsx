import { useEffect, useRef } from 'preact/hooks';
import type { Detail, StageView } from '../contract.ts';
import type { Actions } from './actions.ts';
import { verbOf } from './actions.ts';
import type { ApiError } from './api.ts';
import { closeEvent, pathOf, readAddress } from './address.ts';
import { BodyPart, type Revealed } from './body.tsx';
import { CopyIcon } from './icons.tsx';
import { Copy } from './copy.tsx';
import { FailurePart } from './failure.tsx';
import { ResultLine } from './result.tsx';
import { StalePart, StatePart } from './state.tsx';
import { Timeline } from './timeline.tsx';
import { ticketOf } from './ticket.ts';
import type { Loaded } from './use-detail.ts';
import { Age, When } from './when.tsx';
import { spoken, toneOf } from './words.ts';

interface Props {
  readonly id: string;
  readonly stage: StageView;
  readonly loaded: Loaded;
  readonly actions: Actions;
  readonly revealed: Revealed;
  readonly onEdit: () => void;
}

/** One event: what it is, what can be done, what happened and why. */
export function DetailPane(props: Props) {
  const { id, stage, loaded, actions, revealed } = props;
  const { detail, trouble } = loaded;
  const pane = useRef<HTMLElement>(null);
  useEffect(() => {
    pane.current?.scrollTo(0, 0);
  }, [id]);
  return (
    <article class="detail" aria-label={`Event ${id}`} ref={pane}>
      <header class="event-head">
        <button type="button" class="plain back" onClick={closeEvent}>
          <span aria-hidden="true">←</span> Back
        </button>
        {detail && (
          <span class={`word ${toneOf(detail.row)}`}>
            <span aria-hidden="true">{detail.row.sign}</span> {spoken(detail.row.word)}
          </span>
        )}
        <span class="space" />
        {detail && (
          <span class="quiet">
            <Age at={detail.row.receivedAt} /> ago, <When at={detail.row.receivedAt} />
          </span>
        )}
      </header>
      {detail ? <Title detail={detail} /> : <h2 class="mono break">{id}</h2>}
      {detail && <ActionBar {...props} detail={detail} />}
      <ResultLine actions={actions} />
      {!detail && trouble && <Missing trouble={trouble} id={id} />}
      {!detail && !trouble && <div class="loading" aria-hidden="true" />}
      {detail && (
        <div class="parts">
          <FailurePart detail={detail} stage={stage} />
          <StalePart detail={detail} />
          <Timeline detail={detail} />
          <StatePart detail={detail} />
          <BodyPart detail={detail} revealed={revealed} />
        </div>
      )}
    </article>
  );
}

function Title({ detail }: { readonly detail: Detail }) {
  const { id, type, user, account, origin } = detail.row;
  const { filters } = readAddress();
  const only = (name: string, value: string) => {
    const next = new URLSearchParams(filters.get('utc') ? 'utc=1' : '');
    next.set(name, value);
    return pathOf(id, next);
  };
  return (
    <>
      <h2>{type}</h2>
      <p class="id">
        <span class="mono break">{id}</span>
        <Copy text={id} label="Copy the id (c)">
          <CopyIcon />
        </Copy>
      </p>
      <p class="about">
        {user !== id && (
          <span>
            <span class="quiet">user</span>{' '}
            <a class="mono" href={only('user', user)} title="All events of this user">
              {user}
            </a>
          </span>
        )}
        {account && (
          <span>
            <span class="quiet">account</span>{' '}
            <a class="mono" href={only('account', account)}>
              {account}
            </a>
          </span>
        )}
        <span>
          <span class="quiet">origin</span> {origin}
        </span>
      </p>
    </>
  );
}

function ActionBar({ detail, stage, actions, onEdit }: Props & { readonly detail: Detail }) {
  const { row } = detail;
  const verb = verbOf(row);
  const button = (name: 'redrive' | 'replay', label: string, key: string, instead: string) => {
    const missing = actions.missing.get(name);
    const reason = stage.readOnly
      ? 'started with --read-only'
      : missing
        ? `your AWS identity needs ${missing}`
        : instead;
    const isOff = stage.readOnly || missing !== undefined || verb !== name;
    return (
      <button
        type="button"
        class={verb === name ? 'primary' : ''}
        disabled={isOff}
        title={isOff ? `Not now: ${reason}` : undefined}
        onClick={() => actions.ask(name, [row.id], 1)}
      >
        {label} <kbd>{key}</kbd>
      </button>
    );
  };
  return (
    <div class="actions">
      {button('redrive', 'Redrive', 'd', 'only dead letters are redriven')}
      {button('replay', 'Replay', 'r', 'only events that are done are replayed')}
      {stage.canSend && (
        <button type="button" onClick={onEdit} disabled={detail.bodyBytes === undefined}>
          Edit and send <kbd>e</kbd>
        </button>
      )}
      <span class="space" />
      <Copy
        text={() => ticketOf(detail, stage)}
        label="Copy ids, codes and times for a ticket"
        class="plain wide"
      >
        Copy for ticket
      </Copy>
      <Copy
        text={`${stage.command} event ${row.id}${stage.option}`}
        label="Copy the command that shows this event"
        class="plain wide"
      >
        Copy as CLI
      </Copy>
    </div>
  );
}

function Missing({ trouble, id }: { readonly trouble: ApiError; readonly id: string }) {
  return (
    <div class="empty" role="status">
      <h2>{trouble.code === 'no-event' ? 'Not there, or not yet' : 'It cannot be read'}</h2>
      <p class="break">{trouble.message}</p>
      <p>
        <Copy text={id} label="Copy the id" class="wide">
          Copy the id
        </Copy>
      </p>
    </div>
  );
}
