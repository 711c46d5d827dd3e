import type { SmileWidgetError } from '../index.ts';
import { byId } from './by-id.ts';

/** Says in the page what went wrong and what to do. */
export function showTrouble({ code, message }: SmileWidgetError): void {
  const area = byId('trouble');
  const name = document.createElement('strong');
  name.textContent = code;
  area.replaceChildren(name, ` ${message}`);
  area.hidden = false;
}

export function clearTrouble(): void {
  byId('trouble').hidden = true;
}
