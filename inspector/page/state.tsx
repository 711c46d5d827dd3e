import { useContext } from 'preact/hooks';
import type { Detail, Difference } from '../contract.ts';
import { pathOf, readAddress } from './address.ts';
import { spanOf } from './time.ts';
import { ClockContext } from './when.tsx';
import { cut } from './words.ts';

/** What the event changed: field, before, after. */
export function StatePart({ detail }: { readonly detail: Detail }) {
  const { changes, row } = detail;
  if (changes.length === 0) return null;
  return (
    <section class="part" aria-labelledby="part-state">
      <h3 id="part-state">State before and after</h3>
      <table class="state">
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">Before</th>
            <th scope="col">After</th>
          </tr>
        </thead>
        <tbody>{changes.map((change) => linesOf(change, row.id))}</tbody>
      </table>
    </section>
  );
}

/** Where it stands, and who said it, stand apart from what it says. */
const STAMP = new Set(['asOf', 'eventId', 'rank']);

function linesOf({ path, from, to }: Difference, own: string) {
  const names = new Set(
    [...Object.keys(from ?? {}), ...Object.keys(to ?? {})].filter((name) => !STAMP.has(name)),
  );
  const changed = [...names].filter((name) => from?.[name] !== to?.[name]);
  const shown = changed.length > 0 ? changed : ['value'];
  return shown.map((name) => (
    <tr key={`${path}${name}`}>
      <th scope="row" class="mono">
        {path}
        {name === 'value' ? '' : `.${name}`}
      </th>
      <td data-when="Before">
        <Value text={from?.[name]} by={from?.eventId} own={own} />
      </td>
      <td data-when="After">
        <Value
          text={to?.[name]}
          by={to ? (to.eventId ?? own) : undefined}
          own={own}
          before={from?.[name]}
        />
      </td>
    </tr>
  ));
}

function Value(props: {
  readonly text: string | undefined;
  readonly by: string | undefined;
  readonly own: string;
  readonly before?: string | undefined;
}) {
  const { text, by, own, before } = props;
  const difference = Date.parse(text ?? '') - Date.parse(before ?? '');
  return (
    <>
      {text === undefined ? <span class="quiet">(none)</span> : <span class="mono">{text}</span>}
      {/T\d\d:/.test(text ?? '') && difference !== 0 && !Number.isNaN(difference) && (
        <span class="quiet">
          {' '}
          {difference > 0 ? '+' : ''}
          {spanOf(difference)}
        </span>
      )}
      {by !== undefined && by !== own && (
        <a class="by mono" href={pathOf(by, readAddress().filters)} title={`${by} said it`}>
          {cut(by, 16)}
        </a>
      )}
    </>
  );
}

/** A stale event: both statements side by side, the later one marked. */
export function StalePart({ detail }: { readonly detail: Detail }) {
  const clock = useContext(ClockContext);
  const { stale, row, createdAt } = detail;
  if (!stale) return null;
  const by = Date.parse(stale.asOf) - Date.parse(createdAt ?? '');
  const time = (at: string | undefined) =>
    at ? `${clock.day(at)} ${clock.time(at)} ${clock.zone(at)}` : 'no readable time';
  return (
    <section class="part" aria-labelledby="part-stale">
      <h3 id="part-stale">Why stale</h3>
      <p>
        A newer event had spoken about the same thing
        {Number.isNaN(by)
          ? ''
          : by === 0
            ? ' at the same second, and ranks higher'
            : `, ${spanOf(by)} later by the clock of Smile`}
        . State kept what the newer one said. This is normal.
      </p>
      <div class="pair">
        <div>
          <span class="quiet">this event</span>
          <strong>{row.type}</strong>
          <span class="mono">{time(createdAt)}</span>
          <span class="mono quiet break">{row.id}</span>
        </div>
        <div class="later">
          <span class="green">✓ newer</span>
          <strong>{stale.type}</strong>
          <span class="mono">{time(stale.asOf)}</span>
          <a class="mono break" href={pathOf(stale.eventId, readAddress().filters)}>
            {stale.eventId}
          </a>
        </div>
      </div>
    </section>
  );
}
