import { CALLBACKS, createSmileWidget, isWinkFrameMessage } from '../index.ts';
import { byId } from './by-id.ts';
import { addCallback, isUnderWay, showLedger } from './callback-list.ts';
import { api, fetchSession, userId } from './demo-session.ts';
import type { FrameMessage } from './frame.ts';
import { readLedger } from './ledger.ts';
import { showTrouble } from './trouble.ts';

const frame = byId('wink') as HTMLIFrameElement;

const smile = createSmileWidget({
  api,
  session: fetchSession,
  onError: showTrouble,
  ...Object.fromEntries(
    CALLBACKS.map((name) => [name, (argument?: unknown) => addCallback(name, argument)]),
  ),
  onTokenExpired: () => {
    addCallback('onTokenExpired', undefined);
    void start();
  },
});

addEventListener('message', (event: MessageEvent<FrameMessage>) => {
  // The frame's origin is opaque: `event.origin` is "null" for any such frame.
  if (!isWinkFrameMessage(event, frame)) return;
  const { name, argument } = event.data;
  if (name === 'ready') void start();
  else smile.report(name, argument);
});

/** Hands the frame a link token of its own, at the start and whenever the one before has expired. */
async function start(): Promise<void> {
  try {
    const { accessToken } = await smile.linkToken();
    // An opaque origin cannot be named; the frame is the one that this page has made.
    frame.contentWindow?.postMessage({ userToken: accessToken }, '*');
  } catch (error) {
    showTrouble(error as Parameters<typeof showTrouble>[0]);
  }
}

frame.src = `frame.html?user=${encodeURIComponent(userId)}`;

async function look(): Promise<void> {
  if (isUnderWay()) showLedger(await readLedger().catch(() => []));
  setTimeout(() => void look(), 1000);
}
void look();
