import { useContext } from 'preact/hooks';
import type { Detail, Step } from '../contract.ts';
import { spanOf } from './time.ts';
import { ClockContext, When } from './when.tsx';

/** What happened, as one vertical line, oldest first. */
export function Timeline({ detail }: { readonly detail: Detail }) {
  const clock = useContext(ClockContext);
  const { steps, announced, row } = detail;
  let day = '';
  return (
    <section class="part" aria-labelledby="part-timeline">
      <h3 id="part-timeline">What happened</h3>
      <ol class="timeline">
        {steps.map((step, index) => {
          const isNewDay = clock.day(step.at) !== day;
          day = clock.day(step.at);
          const tone = toneOfStep(step, row.status);
          return (
            <li key={`${step.at}${step.what}`} class={tone}>
              <span class="dot" aria-hidden="true">
                {SIGNS[tone] ?? '○'}
              </span>
              <span class="what">{step.what}</span>
              <span class="took">{tookOf(step, steps[index - 1])}</span>
              <span class="at">
                <When at={step.at} withDay={isNewDay && index === 0} />
              </span>
              {step.detail && <span class="detail">{step.detail}</span>}
            </li>
          );
        })}
        {row.status === 'STARTED' && (
          <li class="blue">
            <span class="dot" aria-hidden="true">
              ◌
            </span>
            <span class="what">under way</span>
          </li>
        )}
      </ol>
      <p class="announced">
        <span class="quiet">Announced</span>{' '}
        {announced ? (
          <>
            <span class="mono">{announced.detailType}</span> <When at={announced.at} />
          </>
        ) : (
          'nothing'
        )}
      </p>
    </section>
  );
}

const SIGNS: Readonly<Record<string, string>> = {
  red: '✗',
  green: '✓',
  amber: '↻',
  violet: '⊘',
  grey: '–',
  blue: '◌',
};

function toneOfStep({ what, detail }: Step, status: string): string {
  if (what === 'applied') return 'green';
  if (what === 'stale') return 'grey';
  if (what === 'dead letter') return 'red';
  if (what === 'quarantined') return 'violet';
  if (what.startsWith('attempt')) {
    if (detail === 'under way') return 'blue';
    if (!detail) return 'plain';
    return status === 'DEAD' ? 'red' : 'amber';
  }
  return 'plain';
}

/** How long a step took, or how long after the one before it came. */
function tookOf({ at, took, what }: Step, before: Step | undefined): string {
  if (took !== undefined) return what === 'received' ? `+ ${spanOf(took)}` : spanOf(took);
  if (!before) return '';
  const between = Date.parse(at) - Date.parse(before.at);
  return between > 0 ? `+ ${spanOf(between)}` : '';
}
