import { byId } from './by-id.ts';
import { userId } from './demo-session.ts';
import type { AccountStatus, Status } from './status.ts';

/** Where `npm run trigger` posts by itself. */
const DEFAULT_PORT = '8787';

/** Shows the accounts, and how to send the webhook that the first one waits for. */
export function showAccounts({ accounts }: Status): void {
  byId('no-accounts').hidden = accounts.length > 0;
  byId('accounts').replaceChildren(...accounts.map(accountOf));
  const waiting = accounts.find(({ status }) => status === undefined);
  byId('webhook').hidden = !waiting;
  if (!waiting) return;
  const elsewhere = location.port === DEFAULT_PORT ? '' : ` --url=${location.origin}/webhooks`;
  const set = `data.accountId=${waiting.accountId}`;
  byId('command').textContent =
    `npm run trigger -- ACCOUNT_CONNECTED --user=${quoted(userId)} --set=${quoted(set)}${elsewhere}`;
}

/** For a shell: ids come from an address that anybody can have made. */
function quoted(text: string): string {
  return /^[\w.=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

function accountOf(account: AccountStatus): HTMLElement {
  const { accountId, status, errorCode, tasks, dataPoints, widget } = account;
  const title = document.createElement('strong');
  title.textContent = accountId;
  const facts = document.createElement('dl');
  const said = [status ?? 'nothing yet', errorCode].filter(Boolean).join(', ');
  const facet: readonly (readonly [string, string])[] = [
    ['Smile says', said],
    ['the widget said', Object.keys(widget).join(', ')],
    [
      'tasks',
      Object.entries(tasks)
        .map((task) => task.join(' '))
        .join(', '),
    ],
    ['data', dataPoints.join(', ')],
  ];
  for (const [name, value] of facet) {
    if (value === '') continue;
    const term = document.createElement('dt');
    term.textContent = name;
    const detail = document.createElement('dd');
    detail.textContent = value;
    facts.append(term, detail);
  }
  const made = document.createElement('article');
  made.className = 'account';
  made.append(title, facts);
  return made;
}
