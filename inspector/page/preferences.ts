import { useEffect, useState } from 'preact/hooks';

/** Looks that a person can choose. */
export type Theme = 'system' | 'light' | 'dark';

const NEXT: Readonly<Record<Theme, Theme>> = { system: 'light', light: 'dark', dark: 'system' };

/** A choice that stays in this browser. */
function useKept<T extends string>(name: string, first: T): readonly [T, (value: T) => void] {
  const key = `smile-inspector-${name}`;
  const [value, setValue] = useState<T>(() => (localStorage.getItem(key) as T | null) ?? first);
  const keep = (next: T) => {
    localStorage.setItem(key, next);
    setValue(next);
  };
  return [value, keep];
}

/** The theme, and what changes it to the next one. */
export function useTheme(): readonly [Theme, () => void] {
  const [theme, setTheme] = useKept<Theme>('theme', 'system');
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
  }, [theme]);
  return [theme, () => setTheme(NEXT[theme])];
}

/** Whether single keys act (WCAG 2.1.4 asks for a switch). */
export function useSingleKeys(): readonly [boolean, (on: boolean) => void] {
  const [keys, setKeys] = useKept<'on' | 'off'>('keys', 'on');
  return [keys === 'on', (on) => setKeys(on ? 'on' : 'off')];
}
