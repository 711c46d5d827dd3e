import { alarmsCheck } from './checks/alarms.ts';
import { concurrencyCheck } from './checks/concurrency.ts';
import { deadLettersCheck } from './checks/dead-letters.ts';
import { lastEventCheck } from './checks/last-event.ts';
import { queueCheck } from './checks/queue.ts';
import { registrationCheck } from './checks/registration.ts';
import { secretCheck } from './checks/secret.ts';
import { stackCheck } from './checks/stack.ts';
import { subscribersCheck } from './checks/subscribers.ts';
import type { Check } from './run-checks.ts';

/** Every check, in the order in which they are shown: along the way of an event. */
export const CHECKS: readonly Check[] = [
  stackCheck,
  secretCheck,
  registrationCheck,
  lastEventCheck,
  queueCheck,
  deadLettersCheck,
  concurrencyCheck,
  alarmsCheck,
  subscribersCheck,
];
