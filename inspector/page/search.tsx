import { useEffect, useState } from 'preact/hooks';
import { setFilters } from './address.ts';

/** While somebody types, nothing is asked for. */
const TYPING_MS = 120;

/** The search field. It keeps what is typed, whatever is drawn meanwhile, and then puts it into the address. */
export function Search({ asked }: { readonly asked: string }) {
  const [typed, setTyped] = useState(asked);
  useEffect(() => {
    // The address is a moment behind a person who types.
    if (document.activeElement?.id !== 'search') setTyped(asked);
  }, [asked]);
  useEffect(() => {
    if (typed === asked) return;
    const timer = setTimeout(() => setFilters({ q: typed }), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <label class="search">
      <kbd aria-hidden="true">/</kbd>
      <input
        type="search"
        id="search"
        placeholder="type, user, id"
        aria-label="Search by type, user or id"
        autocomplete="off"
        spellcheck={false}
        value={typed}
        onInput={({ currentTarget }) => setTyped(currentTarget.value)}
      />
    </label>
  );
}
