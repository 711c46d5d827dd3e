import type { FuzzTarget } from './target.ts';
import { callbacksTarget } from './targets/callbacks.ts';
import { envelopeTarget } from './targets/envelope.ts';
import { errorsTarget } from './targets/errors.ts';
import { ingressTarget } from './targets/ingress.ts';
import { instantsTarget } from './targets/instants.ts';
import { ledgerTarget } from './targets/ledger.ts';
import { messageTarget } from './targets/message.ts';
import { schemasTarget } from './targets/schemas.ts';
import { signatureTarget } from './targets/signature.ts';
import { stampsTarget } from './targets/stamps.ts';
import { stateTarget } from './targets/state.ts';
import { waitsTarget } from './targets/waits.ts';
import { workerTarget } from './targets/worker.ts';

/** What is fuzzed: the product, and not one of the broken stand-ins that the tests put in its place. */
export const FUZZ_TARGETS: Readonly<Record<string, FuzzTarget>> = {
  signature: signatureTarget(),
  envelope: envelopeTarget(),
  instants: instantsTarget(),
  message: messageTarget(),
  schemas: schemasTarget(),
  ingress: ingressTarget(),
  callbacks: callbacksTarget(),
  ledger: ledgerTarget(),
  stamps: stampsTarget(),
  state: stateTarget(),
  worker: workerTarget(),
  waits: waitsTarget(),
  errors: errorsTarget(),
};
