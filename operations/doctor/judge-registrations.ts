import { EVENT_TYPES } from '../../lambdas/smile/events.ts';
import { ALL_EVENTS, type Webhook } from '../../lambdas/smile/rest/webhooks.ts';
import { fine, type Finding, problem, warning, worstOf } from './finding.ts';
import { isSimilarUrl, plainUrl } from './similar-url.ts';

/** What a registration of this stage should be. */
export interface Here {
  readonly url: string;
  /** What Smile may sign with, current first. Undefined: it is not known, and not compared. */
  readonly accepted: readonly string[] | undefined;
  /** What registers the stage anew and deletes what is wrong, and what finishes a rotation. */
  readonly cures: { readonly register: string; readonly rotate: string };
}

/** Judges all registrations of the key's mode. No secret is in what is found. */
export function judgeRegistrations(webhooks: readonly Webhook[], here: Here): Finding {
  const own = webhooks.filter(({ url }) => url === here.url);
  const active = own.filter((webhook) => webhook.active);
  const { register } = here.cures;
  const evidence = { url: here.url, registrations: own.map(inWords) };
  if (own.length === 0) return { ...absent(webhooks, here), evidence };
  if (active.length === 0) {
    return { ...problem('registered, but not active: Smile sends nothing', register), evidence };
  }
  const well = fine(
    `Smile sends all events to ${plainUrl(here.url)}, signed with the secret of here`,
  );
  return {
    ...worstOf([well, missingTypes(active, here), secrets(active, here), twice(active, here)]),
    evidence,
  };
}

const inWords = ({ id, active, eventTypes }: Webhook): string => {
  const types = eventTypes.includes(ALL_EVENTS) ? 'all events' : `${eventTypes.length} types`;
  return `${id}: ${active ? 'active' : 'not active'}, ${types}`;
};

function absent(webhooks: readonly Webhook[], { url, cures }: Here): Finding {
  const similar = webhooks
    .filter((webhook) => isSimilarUrl(webhook.url, url))
    .map((webhook) => plainUrl(webhook.url));
  const says =
    similar.length === 0
      ? `Smile has no registration of ${plainUrl(url)}`
      : `Smile posts to ${similar.join(', ')}, this stage listens at ${plainUrl(url)}`;
  return problem(says, cures.register);
}

function missingTypes(active: readonly Webhook[], { cures }: Here): Finding | undefined {
  const sent = new Set<string>(active.flatMap(({ eventTypes }) => eventTypes));
  if (sent.has(ALL_EVENTS)) return undefined;
  const missing = EVENT_TYPES.filter((type) => !sent.has(type));
  if (missing.length === 0) return undefined;
  return problem(`Smile does not send ${missing.join(', ')}`, cures.register);
}

function secrets(active: readonly Webhook[], { accepted, cures }: Here): Finding | undefined {
  if (!accepted) return undefined;
  const known = active.flatMap(({ secret }) => secret || []);
  if (known.some((secret) => !accepted.includes(secret))) {
    return problem(
      'Smile signs with another secret than that of here: its events get 401, and are lost after two re-sends',
      cures.register,
    );
  }
  if (known.length < active.length) {
    return { mark: 'unseen', says: 'Smile does not show its secret, so it was not compared' };
  }
  if (known.every((secret) => secret === accepted[0])) return undefined;
  return warning('Smile still signs with the previous secret', cures.rotate);
}

/** A rotation has two for a while, of two secrets. */
function twice(active: readonly Webhook[], { cures }: Here): Finding | undefined {
  if (active.length === 1) return undefined;
  const isRotation = new Set(active.map(({ secret }) => secret)).size > 1;
  return warning(
    `registered ${active.length} times: each event comes as often`,
    isRotation ? cures.rotate : cures.register,
  );
}
