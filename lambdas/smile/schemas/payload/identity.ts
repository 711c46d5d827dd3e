import * as z from 'zod/mini';
import { known, list, text } from '../field.ts';
import { address } from './address.ts';

type MaritalStatus =
  | 'Divorced'
  | 'Married'
  | 'Separated'
  | 'Single'
  | 'Widowed'
  | 'Lifetime Partner';

type Citizenship = 'Citizen' | 'Resident Alien' | 'Non-resident Alien' | 'Undocumented' | 'Others';

const email = z.looseObject({
  address: text,
  type: known<'Primary' | 'Secondary' | 'Work' | 'Personal'>(),
});

const phone = z.looseObject({
  /** E.164. */
  number: text,
  type: known<'Mobile' | 'Fixed' | 'Unspecified'>(),
});

const socialProfile = z.looseObject({
  socialUrl: text,
  type: known<'Twitter' | 'Facebook' | 'LinkedIn' | 'Others'>(),
});

/** Who the user is, as the provider knows it (Smile OpenAPI 1.14.0). Personal data throughout. */
export const identity = z.looseObject({
  id: text,
  fullName: text,
  firstName: text,
  middleName: text,
  lastName: text,
  suffix: text,
  gender: known<'Male' | 'Female' | 'Non-binary'>(),
  /** `YYYY-MM-DD`. */
  dob: text,
  maritalStatus: known<MaritalStatus>(),
  /** ISO 3166 alpha-2. */
  countryResidence: text,
  citizenship: known<Citizenship>(),
  photoUrl: text,
  referenceId: text,
  profileUrl: text,
  /** Deprecated: see `employments`. */
  latestEmployerName: text,
  emails: list(email),
  phones: list(phone),
  socialProfiles: list(socialProfile),
  addresses: list(address),
});
export type Identity = z.output<typeof identity>;
