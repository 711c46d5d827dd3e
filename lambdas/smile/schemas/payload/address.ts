import * as z from 'zod/mini';
import { known, knownList, text } from '../field.ts';

type AddressTag =
  | 'Primary'
  | 'Secondary'
  | 'Home'
  | 'Work'
  | 'Mailing'
  | 'Foreign'
  | 'Billing'
  | 'Permanent'
  | 'Shipping';

/** (Smile OpenAPI 1.14.0) */
export const address = z.looseObject({
  fullAddress: text,
  line1: text,
  line2: text,
  city: text,
  region: text,
  zip: text,
  /** ISO 3166 alpha-2. */
  country: text,
  /** Degrees, as text. */
  latitude: text,
  /** Degrees, as text. */
  longitude: text,
  type: known<'Primary' | 'Secondary'>(),
  tags: knownList<AddressTag>(),
});
export type Address = z.output<typeof address>;
