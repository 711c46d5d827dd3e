import type { WidgetSession } from '../index.ts';
import { api, fetchSession } from './demo-session.ts';

/** What is known of an account, by the webhooks and by the widget. */
export interface AccountStatus {
  readonly accountId: string;
  readonly status?: string;
  readonly errorCode?: string;
  readonly tasks: Readonly<Record<string, string>>;
  readonly dataPoints: readonly string[];
  readonly widget: Readonly<Record<string, string>>;
}

/** The user's own state. */
export interface Status {
  readonly accounts: readonly AccountStatus[];
}

let session: WidgetSession | undefined;
let etag: string | undefined;

/** Asks `GET /status`; undefined: as before. */
export async function readStatus(): Promise<Status | undefined> {
  session ??= await fetchSession();
  const response = await fetch(`${api}/status`, {
    headers: {
      authorization: `Bearer ${session.token}`,
      ...(etag === undefined ? {} : { 'if-none-match': etag }),
    },
  });
  // A new session at the next look.
  if (response.status === 401) session = undefined;
  if (!response.ok) return undefined;
  etag = response.headers.get('etag') ?? undefined;
  return (await response.json()) as Status;
}
