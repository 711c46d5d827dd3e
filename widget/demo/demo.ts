import {
  CALLBACKS,
  createSmileWidget,
  type PageHandlers,
  type SmileWidgetError,
} from '../index.ts';
import { showAccounts } from './account-list.ts';
import { byId } from './by-id.ts';
import { addCallback, isUnderWay, showLedger } from './callback-list.ts';
import { api, fetchSession, userId } from './demo-session.ts';
import { readLedger } from './ledger.ts';
import { readStatus } from './status.ts';
import { clearTrouble, showTrouble } from './trouble.ts';

/** What a page needs: where the API is, who its user is, and what to do when something happens. */
const smile = createSmileWidget({
  api,
  session: fetchSession,
  scriptUrl: 'smile.v2.js',
  onError: showTrouble,
  ...handlers(),
});

/** All nine, where a page would pick those that it needs. */
function handlers(): PageHandlers {
  return Object.fromEntries(
    CALLBACKS.map((name) => [name, (argument?: unknown) => addCallback(name, argument)]),
  );
}

const openButton = byId('open') as HTMLButtonElement;
openButton.addEventListener('click', () => {
  openButton.disabled = true;
  smile
    .open()
    .then(clearTrouble, (error: unknown) => showTrouble(error as SmileWidgetError))
    .finally(() => {
      openButton.disabled = false;
    });
});

const userField = byId('user') as HTMLInputElement;
userField.value = userId;
userField.addEventListener('change', () => {
  location.search = `?user=${encodeURIComponent(userField.value)}`;
});
byId('api').textContent = api;

/** Milliseconds. */
const LOOK_EVERY = 1000;

let looks = 0;
async function look(): Promise<void> {
  try {
    if (isUnderWay()) showLedger(await readLedger());
    // Asked less often: a page would ask when something has happened.
    const status = looks % 2 === 0 ? await readStatus() : undefined;
    if (status) showAccounts(status);
    looks += 1;
  } catch {
    // Away, or the run has ended: the relay says so when it matters, and the next look is soon.
  }
  byId('kept').textContent = navigator.onLine ? '' : 'offline: kept until the network is back';
  setTimeout(() => void look(), LOOK_EVERY);
}
void look();
