import { SmileWidgetError } from './smile-widget-error.ts';

/** The only thing that Smile's script defines (Smile docs, Account Linking). */
export type SmileLinkModal = new (options: Record<string, unknown>) => { open(): unknown };

const PATIENCE_MS = 20_000;

/** What is being loaded, by address: one for the page, however many ask. */
const loading = new Map<string, Promise<SmileLinkModal>>();

/**
 * The widget's constructor: the one that the page has already, or else the script's. A failure is
 * forgotten, so that the next call tries again.
 *
 * @throws SmileWidgetError `script-blocked`
 */
export async function loadScript(url: string): Promise<SmileLinkModal> {
  const present = modal();
  if (present) return present;
  const promise = loading.get(url) ?? load(url).finally(() => loading.delete(url));
  loading.set(url, promise);
  return await promise;
}

async function load(url: string): Promise<SmileLinkModal> {
  let script: HTMLScriptElement | undefined;
  try {
    await new Promise((resolve, reject) => {
      setTimeout(reject, PATIENCE_MS);
      script = document.createElement('script');
      script.addEventListener('load', resolve);
      script.addEventListener('error', reject);
      script.src = url;
      document.head.append(script);
    });
    const loaded = modal();
    if (loaded) return loaded;
  } catch {
    // A browser tells no cause: all that is known is in the message.
  }
  script?.remove();
  throw new SmileWidgetError(
    'script-blocked',
    `No script from ${url}. Check the network, ad blockers and the page's script-src.`,
  );
}

function modal(): SmileLinkModal | undefined {
  return (globalThis as { SmileLinkModal?: SmileLinkModal }).SmileLinkModal;
}
