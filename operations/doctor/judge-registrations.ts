import { EVENT_TYPES } from '../../lambdas/smile/events.ts';
import { ALL_EVENTS, type Webhook } from '../../lambdas/smile/rest/webhooks.ts';
import { fine, type Finding, problem, warning, worstOf } from './finding.ts';
import { isSimilarUrl, plainUrl } from './similar-url.ts';

/** What a registration of this stage should be. */
export interface Here {
  readonly url: string;
  /** What the secret is called. */
  readonly secretName: string;
  /** What Smile may sign with, current first. Undefined: it is not known, and not compared. */
  readonly accepted: readonly string[] | undefined;
}

const ANEW =
  'Smile cannot change a registration. Register it anew, with ["ALL_EVENTS"] and active, and then delete the old one.';

/** Judges all registrations of the key's mode. No secret is in what is found. */
export function judgeRegistrations(webhooks: readonly Webhook[], here: Here): Finding {
  const own = webhooks.filter(({ url }) => url === here.url);
  const active = own.filter((webhook) => webhook.active);
  const evidence = { url: here.url, registrations: own.map(inWords) };
  if (own.length === 0) return { ...absent(webhooks, here), evidence };
  if (active.length === 0) {
    return { ...problem('registered, but not active: Smile sends nothing', ANEW), evidence };
  }
  const well = fine(
    `Smile sends all events to ${plainUrl(here.url)}, signed with the secret of here`,
  );
  const found = [missingTypes(active), secrets(active, here), twice(active)];
  return { ...worstOf([well, ...found.flatMap((each) => each ?? [])], well), evidence };
}

const inWords = ({ id, active, eventTypes }: Webhook): string => {
  const types = eventTypes.includes(ALL_EVENTS) ? 'all events' : `${eventTypes.length} types`;
  return `${id}: ${active ? 'active' : 'not active'}, ${types}`;
};

function absent(webhooks: readonly Webhook[], { url, secretName }: Here): Finding {
  const similar = webhooks
    .filter((webhook) => isSimilarUrl(webhook.url, url))
    .map((webhook) => plainUrl(webhook.url));
  const cure = `Register ${url} in Smile's portal, with the value of "current" in the secret ${secretName}, all events, active.`;
  return similar.length === 0
    ? problem(`Smile has no registration of ${plainUrl(url)}`, cure)
    : problem(`Smile posts to ${similar.join(', ')}, this stage listens at ${plainUrl(url)}`, cure);
}

function missingTypes(active: readonly Webhook[]): Finding | undefined {
  const sent = new Set<string>(active.flatMap(({ eventTypes }) => eventTypes));
  if (sent.has(ALL_EVENTS)) return undefined;
  const missing = EVENT_TYPES.filter((type) => !sent.has(type));
  if (missing.length === 0) return undefined;
  return problem(`Smile does not send ${missing.join(', ')}`, ANEW);
}

function secrets(active: readonly Webhook[], { accepted, secretName }: Here): Finding | undefined {
  if (!accepted) return undefined;
  const known = active.flatMap(({ secret }) => secret || []);
  if (known.some((secret) => !accepted.includes(secret))) {
    return problem(
      'Smile signs with another secret than that of here: its events get 401, and are lost after two re-sends',
      `Put the one that Smile has into the secret ${secretName} as "current", or register anew with that of here.`,
    );
  }
  if (known.length < active.length) {
    return { mark: 'unseen', says: 'Smile does not show its secret, so it was not compared' };
  }
  if (known.every((secret) => secret === accepted[0])) return undefined;
  return warning(
    'Smile still signs with the previous secret',
    'Finish the rotation: register the URL with the current secret, and delete the old registration.',
  );
}

function twice(active: readonly Webhook[]): Finding | undefined {
  if (active.length === 1) return undefined;
  return warning(
    `registered ${active.length} times: each event comes as often`,
    `Delete all but one at Smile: ${active.map(({ id }) => id).join(', ')}.`,
  );
}
