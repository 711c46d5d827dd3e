import { useEffect, useRef } from 'preact/hooks';

/** What a key does; `Escape` also while somebody types. */
export type KeyMap = Readonly<Record<string, (() => void) | undefined>>;

/** Listens to single keys while nobody types and no dialog is open. */
export function useKeys(map: KeyMap, isOn: boolean): void {
  const current = useRef({ map, isOn });
  current.current = { map, isOn };
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const target = event.target as HTMLElement;
      const isTyping =
        /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) &&
        target.getAttribute('type') !== 'checkbox';
      if (document.querySelector('dialog[open]')) return;
      if (event.key === 'Escape' && isTyping) return target.blur();
      const isSpecial = event.key === 'Escape' || event.key === 'Enter';
      if (isTyping || (!isSpecial && !current.current.isOn)) return;
      if (event.key === 'Enter' && target !== document.body && !target.closest('.list')) return;
      const act = current.current.map[event.key];
      if (!act) return;
      event.preventDefault();
      act();
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, []);
}
