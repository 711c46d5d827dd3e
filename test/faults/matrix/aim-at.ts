import type { WireFault } from '../rig/aims.ts';
import type { Rig } from '../rig/rig.ts';
import type { Sighting } from '../rig/sighting.ts';

/** A fault that outlasts a client, which tries three times. */
export const EVERY_TRY = 3;

/** What is done to which calls, and how often. */
export interface Aim {
  readonly fault: WireFault;
  readonly times: number;
  /** How often it must happen; default: each of the times. */
  readonly least?: number;
}

/**
 * Aims a fault at calls.
 *
 * @returns tells whether it has happened as often as it must: by the journal, not by what was aimed
 */
export function aimAt(
  { step, about }: Sighting,
  { fault, times, least = times }: Aim,
  {
    endpoint,
    journal,
  }: { endpoint: Pick<Rig['endpoint'], 'aim'>; journal: Pick<Rig['journal'], 'hits'> },
): () => boolean {
  const hits = () =>
    journal.hits.filter((hit) => hit.step === step && hit.about === about && hit.fault === fault)
      .length;
  const earlier = hits();
  endpoint.aim(step, about, fault, times);
  // An engine is noted when it goes, and when it is back.
  const wanted = fault === 'restart' ? 2 * least : least;
  return () => hits() - earlier >= wanted;
}
