import type { WidgetSession } from '../index.ts';

/** The user that the page's address names. */
export const userId = new URL(location.href).searchParams.get('user') ?? 'u-1';

/** Where the widget's API is. */
export const api =
  document.querySelector<HTMLMetaElement>('meta[name="widget-url"]')?.content ?? '';

/**
 * Asks the page's backend for a session. A real one knows its user by a login; this one makes a session
 * for whomever the page names, and is on this machine only.
 */
export async function fetchSession(): Promise<WidgetSession> {
  const response = await fetch(`session?user=${encodeURIComponent(userId)}`, { method: 'POST' });
  const answer = (await response.json()) as WidgetSession & { readonly message?: string };
  if (!response.ok) throw new Error(answer.message);
  return answer;
}
