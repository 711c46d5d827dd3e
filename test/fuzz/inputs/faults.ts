import * as fc from 'fast-check';
import { AwsFault } from '../../../lambdas/aws/aws-fault.ts';
import { CANARY } from './json.ts';

/** What a neighbour throws; undefined: it works. */
export interface Fault {
  readonly thrown: unknown;
}

/** An error as an SDK throws it: with the request, and all it carries, in its text. */
function talkative(): Error {
  return Object.assign(new Error(`could not send ${CANARY}`), {
    name: `${CANARY}Exception`,
    code: CANARY,
    $metadata: { request: CANARY },
  });
}

/** Mostly none; else anything that can be thrown. */
export const anyFault: fc.Arbitrary<Fault | undefined> = fc.oneof(
  { weight: 12, arbitrary: fc.constant(undefined) },
  fc.constantFrom(
    { thrown: talkative() },
    { thrown: new AwsFault(talkative()) },
    { thrown: CANARY },
    { thrown: undefined },
    { thrown: null },
    { thrown: { message: CANARY } },
    { thrown: Object.freeze(new RangeError(CANARY)) },
  ),
);
