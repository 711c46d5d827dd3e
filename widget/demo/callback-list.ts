import type { CallbackName } from '../index.ts';
import { byId } from './by-id.ts';
import type { LedgerRow } from './ledger.ts';

/** A callback that fired in this page, and its line. */
interface Line {
  readonly name: CallbackName;
  readonly state: HTMLElement;
  isDone: boolean;
}

const lines: Line[] = [];

/** Shows a callback, newest first, as the page's own handler has got it. */
export function addCallback(name: CallbackName, argument: unknown): void {
  byId('none').hidden = true;
  byId('callbacks').hidden = false;
  const row = document.createElement('tr');
  row.className = 'callback';
  const state = document.createElement('span');
  state.className = 'state';
  state.textContent = 'on its way';
  row.append(timeCell(), whatCell(name, argument), cell('', state));
  document.querySelector('#callbacks tbody')?.prepend(row);
  lines.push({ name, state, isDone: false });
}

export function isUnderWay(): boolean {
  return lines.some(({ isDone }) => !isDone);
}

/** @param rows those of this page's callbacks, oldest first: the nth of a name is the nth that fired */
export function showLedger(rows: readonly LedgerRow[]): void {
  const seen = new Map<string, number>();
  for (const line of lines) {
    const position = seen.get(line.name) ?? 0;
    seen.set(line.name, position + 1);
    const row = rows.filter(({ type }) => type === line.name)[position];
    if (!row) continue;
    line.isDone = row.status === 'DONE';
    line.state.textContent = row.status === 'DONE' ? 'handled' : row.status.toLowerCase();
    line.state.className = `state ${line.isDone ? 'done' : 'failed'}`;
    line.state.title = row.eventId;
  }
}

function timeCell(): HTMLElement {
  return cell('time', new Date().toTimeString().slice(0, 8));
}

function whatCell(name: CallbackName, argument: unknown): HTMLElement {
  const code = document.createElement('code');
  // With spaces, so that it breaks between members.
  code.textContent = (JSON.stringify(argument, null, 1) ?? '').replaceAll(/\s+/g, ' ');
  return cell('argument', name, code);
}

function cell(className: string, ...content: (string | Node)[]): HTMLElement {
  const made = document.createElement('td');
  made.className = className;
  made.append(...content);
  return made;
}
