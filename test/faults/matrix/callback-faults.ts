import type { WireFault } from '../rig/aims.ts';
import { EVERY_TRY } from './aim-at.ts';
import type { Fault } from './cells.ts';

/** What is done to the one call of `POST /callbacks`: SendMessageBatch. */
export interface CallbackFault {
  readonly name: Fault | 'taken in part';
  readonly wire: WireFault;
  readonly times: number;
  /** Whether the first posting gets a 2xx; undefined: either is right. */
  readonly firstAccepted: boolean | undefined;
}

export const CALLBACK_FAULTS: readonly CallbackFault[] = [
  { name: 'crash before', wire: 'die-before', times: 1, firstAccepted: false },
  { name: 'crash after', wire: 'die-after', times: 1, firstAccepted: false },
  { name: 'timeout', wire: 'hang', times: EVERY_TRY, firstAccepted: false },
  { name: 'throttled', wire: 'throttle', times: EVERY_TRY, firstAccepted: false },
  { name: 'network cut', wire: 'cut', times: 1, firstAccepted: true },
  { name: 'network cut for good', wire: 'cut', times: EVERY_TRY, firstAccepted: false },
  { name: 'engine restarted', wire: 'restart', times: 1, firstAccepted: undefined },
  { name: 'taken in part', wire: 'part', times: 1, firstAccepted: false },
];

/** The cell's name, as `--only` and the report write it. */
export function callbackCell({ name }: CallbackFault): string {
  return `callbacks, ${name}`;
}
