import type { Detail, Failure, StageView } from '../contract.ts';
import { setFilters } from './address.ts';
import { CopyIcon } from './icons.tsx';
import { againIn, ticks } from './time.ts';
import { Copy } from './copy.tsx';
import { counted, toneOf } from './words.ts';

/** Failures that everybody meets once. */
const KNOWN: readonly (readonly [RegExp, string])[] = [
  [/^RetryAfterError/, 'The handler asked for another time. No attempt was spent.'],
  [/^NonRetriableError/, 'The handler said that no further attempt can help.'],
  [
    /^EventSchemaError|data-missing/,
    'The event lacks what its type is about. Compare its body with the documentation of Smile.',
  ],
  [
    /^Unreadable/,
    'Its signature is good, but it cannot be identified: Smile has changed its envelope, or somebody else has the secret.',
  ],
  [/body-missing/, 'The body has left the bucket: it has expired, or was erased.'],
  [
    /Timeout|TimedOut/,
    'The handler did not return in time. The next attempt begins from its first line.',
  ],
  [
    /^(Throttling|ProvisionedThroughput)|AwsFault|ServiceUnavailable/,
    'AWS was in trouble. No attempt was spent.',
  ],
];

/** Why: class and own frame first, frames of others folded, and who else died of it. */
export function FailurePart({
  detail,
  stage,
}: {
  readonly detail: Detail;
  readonly stage: StageView;
}) {
  const { failure, row, isDeployedSince } = detail;
  if (!failure) return null;
  const { errorClass, code, message, at, frames, others } = failure;
  const known = KNOWN.find(([pattern]) => pattern.test(`${errorClass} ${code ?? ''}`))?.[1];
  return (
    <section class="part" aria-labelledby="part-why">
      <h3 id="part-why">
        Why <span class="space" />
        {row.attempts > 0 && <span class="quiet">{counted(row.attempts, 'attempt')}</span>}
      </h3>
      <p class={`${toneOf(row)} strong`}>
        {errorClass}
        {code && <span class="mono"> {code}</span>}
      </p>
      {message && <p class="message">{message}</p>}
      {at && <Frame at={at} sources={stage.sources} />}
      <Others frames={frames} at={at} />
      {row.againAt !== undefined && (
        <p class="amber" ref={ticks(() => againIn(row.againAt ?? 0))} key={row.againAt} />
      )}
      {known && <p class="quiet">{known}</p>}
      {isDeployedSince !== undefined && row.status === 'DEAD' && (
        <p class={isDeployedSince ? 'green' : 'amber'}>
          {isDeployedSince
            ? '✓ Another version was deployed since.'
            : '! Nothing was deployed since. A redrive will most likely fail in the same way.'}
        </p>
      )}
      {others > 0 && (
        <p>
          {counted(others, 'other event')} died of this.{' '}
          <button
            type="button"
            class="link"
            onClick={() =>
              setFilters({ status: 'dead', outcome: undefined, q: undefined, reason: at })
            }
          >
            Show them
          </button>
        </p>
      )}
    </section>
  );
}

/** A frame in a file of the handlers' author; on this machine it opens the editor. */
function Frame({ at, sources }: { readonly at: string; readonly sources: string | undefined }) {
  const [, place = at, rest = ''] = /^(\S+:\d+:\d+)(.*)$/.exec(at) ?? [];
  return (
    <p class="frame">
      <span class="own">▸</span>{' '}
      {sources ? (
        <a class="mono" href={`vscode://file${sources}/${place}`} title="Open in the editor">
          {place}
        </a>
      ) : (
        <span class="mono">{place}</span>
      )}
      <span class="mono quiet">{rest}</span>
      <Copy text={place} label="Copy the place">
        <CopyIcon />
      </Copy>
    </p>
  );
}

function Others({ frames, at = '' }: Pick<Failure, 'frames' | 'at'>) {
  const [place = ''] = at.split(' ');
  const others = frames.filter((frame) => place === '' || !frame.includes(place));
  if (others.length === 0) return null;
  return (
    <details>
      <summary class="quiet">{counted(others.length, 'other frame')}</summary>
      <pre class="code" tabIndex={0}>
        {others.join('\n')}
      </pre>
    </details>
  );
}
