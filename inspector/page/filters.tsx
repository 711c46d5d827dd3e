import type { Counts, StageView } from '../contract.ts';
import { filtersOnly, pathOf, setFilters } from './address.ts';
import { Copy } from './copy.tsx';
import { Search } from './search.tsx';
import { cut, eventsCommand } from './words.ts';

interface Props {
  readonly stage: StageView;
  readonly filters: URLSearchParams;
  readonly event: string | undefined;
  readonly counts: Counts | undefined;
}

const TABS = [
  ['All', 'all', {}],
  ['Failed', 'failed', { status: 'failed' }],
  ['Dead', 'dead', { status: 'dead' }],
  ['Quarantined', 'quarantined', { status: 'quarantined' }],
  ['Stale', 'stale', { outcome: 'stale' }],
] as const satisfies readonly (readonly [string, keyof Counts, object])[];

const SPANS = ['15m', '1h', '2h', '24h', '7d', '30d'] as const;

/** Tabs with counts, and the search field. */
export function Tabs({ filters, event, counts }: Props) {
  const linkTo = (chosen: Readonly<Record<string, string>>) => {
    const next = new URLSearchParams(filters);
    for (const name of ['status', 'outcome']) next.delete(name);
    for (const [name, value] of Object.entries(chosen)) next.set(name, value);
    return pathOf(event, next);
  };
  return (
    <div class="tabs">
      <nav aria-label="Status">
        {TABS.map(
          ([label, name, chosen]: readonly [
            string,
            keyof Counts,
            Readonly<Record<string, string>>,
          ]) => {
            const isOn = ['status', 'outcome'].every(
              (each) => (filters.get(each) ?? '') === (chosen[each] ?? ''),
            );
            const count = counts?.[name];
            return (
              <a
                key={name}
                href={linkTo(chosen)}
                class={`tab tab-${name} ${count ? 'some' : ''}`}
                aria-current={isOn ? 'page' : undefined}
                onClick={(click) => {
                  if (click.ctrlKey || click.metaKey || click.shiftKey) return;
                  click.preventDefault();
                  setFilters({ status: undefined, outcome: undefined, ...chosen });
                }}
              >
                {label}{' '}
                <span class="count">{count === undefined ? '·' : count.toLocaleString('en')}</span>
              </a>
            );
          },
        )}
      </nav>
      <Search asked={filters.get('q') ?? ''} />
    </div>
  );
}

/** What else the list is narrowed by, and the way out to the terminal. */
export function FilterBar({ stage, filters }: Props) {
  const active = filtersOnly(filters);
  const since = filters.get('since') ?? '';
  const spans = SPANS.some((span) => span === since) || since === '' ? SPANS : [...SPANS, since];
  return (
    <div class="filters">
      <Choice label="Type" name="type" filters={filters} any="Any type" values={stage.types} />
      <Choice
        label="Origin"
        name="origin"
        filters={filters}
        any="Any origin"
        values={stage.origins}
      />
      <Choice
        label="Time"
        name="since"
        filters={filters}
        any={stage.isLocal ? 'Any time' : 'Last hour and open'}
        values={spans}
        say={(span) => (/^\d/.test(span) && span.length < 5 ? `Last ${span}` : `Since ${span}`)}
      />
      {(['user', 'account', 'reason', 'until'] as const).map((name) => {
        const value = filters.get(name);
        return (
          value && (
            <button
              key={name}
              type="button"
              class="chip"
              title={`${name}: ${value}. Click removes the filter.`}
              onClick={() => setFilters({ [name]: undefined })}
            >
              {name}: <span class="mono">{cut(value, 28)}</span> <span aria-hidden="true">✕</span>
            </button>
          )
        );
      })}
      <span class="space" />
      {active.size > 0 && (
        <button type="button" class="plain" onClick={clearFilters}>
          Clear
        </button>
      )}
      <Copy
        text={() => eventsCommand(stage.command, stage.option, filters)}
        label="Copy this list as a command"
        class="plain wide"
      >
        Copy as CLI
      </Copy>
    </div>
  );
}

/** Takes all filters away. */
export function clearFilters(): void {
  const all = [
    'status',
    'outcome',
    'q',
    'type',
    'user',
    'account',
    'origin',
    'reason',
    'since',
    'until',
  ];
  setFilters(Object.fromEntries(all.map((name) => [name, undefined])));
}

function Choice(props: {
  readonly label: string;
  readonly name: string;
  readonly any: string;
  readonly filters: URLSearchParams;
  readonly values: readonly string[];
  readonly say?: (value: string) => string;
}) {
  const { label, name, any, filters, values, say = String } = props;
  const value = filters.get(name) ?? '';
  const all = value === '' || values.includes(value) ? values : [...values, value];
  return (
    <select
      class={value ? 'chosen' : ''}
      aria-label={label}
      value={value}
      onChange={({ currentTarget }) => setFilters({ [name]: currentTarget.value })}
    >
      <option value="">{any}</option>
      {all.map((each) => (
        <option key={each} value={each}>
          {say(each)}
        </option>
      ))}
    </select>
  );
}
