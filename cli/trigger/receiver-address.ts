import { Misused } from '../misused.ts';

/** Where events go: to a receiver's URL, or into the ingress function of a deployed stage. */
export type ReceiverAddress = { readonly url: string } | { readonly stage: string };

/**
 * What the options name.
 *
 * @param port of the local run, which is meant if they name nothing
 * @throws Misused
 */
export function addressOf(
  { url, stage }: { readonly url?: string; readonly stage?: string },
  port: number,
): ReceiverAddress {
  if (stage === undefined) return { url: webhookUrl(url ?? `http://127.0.0.1:${port}`) };
  if (!/^[a-z][a-z0-9-]{0,19}$/.test(stage)) {
    throw new Misused(`--stage must be a stage's name, like sandbox, not "${stage}".`);
  }
  return { stage };
}

/** Other commands name the run alone. */
function webhookUrl(url: string): string {
  const parsed = URL.parse(url);
  // Not repeated: it may be a password.
  if (parsed?.username || parsed?.password) {
    throw new Misused('--url must name no user and no password: they cannot be sent.');
  }
  if (!/^https?:$/.test(parsed?.protocol ?? '')) {
    throw new Misused(`--url must be an http URL, not "${url}".`);
  }
  return /^https?:\/\/[^/?#]+$/.test(url) ? `${url}/webhooks` : url;
}
