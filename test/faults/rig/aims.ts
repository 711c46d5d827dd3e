import type { Step } from '../plan.ts';
import type { Sighting } from './sighting.ts';

/** What can happen to a call on the wire. */
export type WireFault =
  /** Nobody ever answers, and nothing was done. */
  | 'hang'
  /** The service is asked too often, and does nothing. */
  | 'throttle'
  /** It is done, and the connection is reset in the middle of the answer. */
  | 'cut'
  /** The engine is killed before it has done it, and started again with its data. */
  | 'restart'
  /** The process that calls is killed before it is done, or when it is done. */
  | 'die-before'
  | 'die-after'
  /** Of a batch of messages only the first one is taken. */
  | 'part';

/** A fault that is to happen to a call. */
export type Aimed = Sighting & {
  readonly fault: WireFault;
  /** Keeps in mind that it has done its harm. */
  readonly harmed: () => void;
};

/** Which calls are to fail, and how. */
export interface Aims {
  /**
   * Makes the next calls of this step of this event fail; see {@link Sighting} for `about`. What was aimed
   * at the same calls before comes first.
   *
   * @returns tells whether it has done any harm; a call to an engine that is away uses it up without
   */
  readonly aim: (step: Step, about: string, fault: WireFault, times?: number) => () => boolean;
  /** What is to happen to this call, which uses it up. */
  readonly next: (sighting: Sighting) => Aimed | undefined;
}

/** Nothing is aimed at yet. */
export function createAims(): Aims {
  const aimed = new Map<string, { fault: WireFault; left: number; hasHarmed: boolean }[]>();
  return {
    aim(step, about, fault, times = 1) {
      const aim = { fault, left: times, hasHarmed: false };
      const key = `${step} ${about}`;
      aimed.set(key, [...(aimed.get(key) ?? []), aim]);
      return () => aim.hasHarmed;
    },
    next({ step, about }) {
      const aims = aimed.get(`${step} ${about}`);
      const [aim] = aims ?? [];
      if (!aim) return undefined;
      aim.left -= 1;
      if (aim.left === 0) aims?.shift();
      const harmed = () => {
        aim.hasHarmed = true;
      };
      return { step, about, fault: aim.fault, harmed };
    },
  };
}
