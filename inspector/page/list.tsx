import { memo } from './memo.ts';
import type { RefObject } from 'preact';
import type { Row } from '../contract.ts';
import { go, pathOf } from './address.ts';
import { againIn, ticks } from './time.ts';
import { MEANINGS, cut, spoken, toneOf } from './words.ts';
import { Age } from './when.tsx';

/** What a list shows, and what its rows do. */
export interface ListProps {
  readonly rows: readonly (Row & { readonly isMeant?: boolean })[];
  readonly open: string | undefined;
  readonly selected: ReadonlySet<string>;
  readonly search: string;
  readonly onSelect: (id: string) => void;
  readonly body: RefObject<HTMLTableSectionElement | null>;
}

const COLUMNS = ['Select', 'Status', 'Type', 'User', 'Age', 'Tries', 'Outcome'] as const;

/** The list: a table whose rows all have one height, so that none moves when another one changes. */
export const List = memo(({ rows, open, selected, search, onSelect, body }: ListProps) => {
  return (
    <table class="list" role="table" aria-label="Events" aria-rowcount={rows.length + 1}>
      <thead role="rowgroup">
        <tr role="row">
          {COLUMNS.map((column) => (
            <th key={column} role="columnheader" scope="col">
              <span class={column === 'Select' ? 'unseen' : ''}>{column}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup" ref={body}>
        {rows.map((row) => (
          <ListRow
            key={row.id}
            row={row}
            isOpen={row.id === open}
            isSelected={selected.has(row.id)}
            search={search}
            onSelect={onSelect}
          />
        ))}
      </tbody>
    </table>
  );
});

interface RowProps {
  readonly row: Row & { readonly isMeant?: boolean };
  readonly isOpen: boolean;
  readonly isSelected: boolean;
  readonly search: string;
  readonly onSelect: (id: string) => void;
}

const ListRow = memo(({ row, isOpen, isSelected, search, onSelect }: RowProps) => {
  const { id, type, user, receivedAt, attempts, sign, word, isMeant = true } = row;
  const path = pathOf(id, new URLSearchParams(search));
  const open = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    if ((event.target as HTMLElement).closest('.pick')) return;
    event.preventDefault();
    go(path);
  };
  const names = [
    'row',
    `tone-${toneOf(row)}`,
    isOpen && 'open',
    isSelected && 'selected',
    !isMeant && 'gone',
  ];
  return (
    <tr
      role="row"
      id={`row-${id}`}
      data-id={id}
      class={names.filter(Boolean).join(' ')}
      onClick={open}
    >
      <td role="cell" class="pick">
        <label>
          <input
            type="checkbox"
            tabIndex={-1}
            aria-label={`Select ${id}`}
            checked={isSelected}
            onChange={() => onSelect(id)}
          />
        </label>
      </td>
      <td role="cell" class="status" title={MEANINGS[word]?.[2]}>
        <span class="sign" aria-hidden="true">
          {sign}
        </span>{' '}
        <span class="said">{spoken(word)}</span>
      </td>
      <td role="cell" class="type">
        <a href={path} tabIndex={-1} title={`${type} ${id}`}>
          {type}
        </a>
      </td>
      <td role="cell" class="user mono" title={user}>
        {cut(user)}
      </td>
      <td role="cell" class="age">
        <Age at={receivedAt} />
      </td>
      <td role="cell" class="tries">
        {attempts}
      </td>
      <td role="cell" class="why">
        <Why row={row} />
      </td>
    </tr>
  );
});

function Why({ row: { why, againAt } }: Pick<RowProps, 'row'>) {
  if (againAt === undefined) return <span title={why}>{why}</span>;
  return (
    <span title={why}>
      <span class="again" key={againAt} ref={ticks(() => againIn(againAt))} /> {why}
    </span>
  );
}
