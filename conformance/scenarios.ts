import type { Scenario } from './scenario.ts';
import { bytes } from './scenarios/bytes.ts';
import { clock } from './scenarios/clock.ts';
import { delivery } from './scenarios/delivery.ts';
import { interrupted } from './scenarios/interrupted.ts';
import { kinds } from './scenarios/kinds.ts';
import { order } from './scenarios/order.ts';
import { redaction } from './scenarios/redaction.ts';
import { restart } from './scenarios/restart.ts';
import { signatures } from './scenarios/signatures.ts';
import { sizes } from './scenarios/sizes.ts';

/** All that a receiver must do, in the order in which it is tried. */
export const SCENARIOS: readonly Scenario[] = [
  ...delivery,
  ...order,
  ...interrupted,
  ...signatures,
  ...bytes,
  ...kinds,
  ...sizes,
  ...clock,
  ...redaction,
  ...restart,
];
