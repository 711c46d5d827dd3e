import * as z from 'zod/mini';
import { code, flag, id, label, lenient, list, renamed, text } from './field.ts';

/** Undefined: not asked for, or not supported. */
const names = z.looseObject({
  firstNameMatches: flag,
  lastNameMatches: flag,
  middleNameMatches: flag,
  fullNameMatches: flag,
});

/** `idNumber` is a string in the schema and a number in its example; arrives as text. */
const idMatch = renamed(
  'idSubType',
  'idSubtype',
  z.looseObject({ idNumber: label, idType: text, idSubtype: text, matches: flag }),
);

/** A phone number or an address of email. A number as `value` arrives as text. */
const contactMatch = z.looseObject({
  value: label,
  matches: flag,
  disposable: flag,
  deliverable: flag,
  active: flag,
  provider: text,
  freeProvider: flag,
});

const additionalData = z.looseObject({
  ids: list(idMatch),
  dobMatches: flag,
  genderMatches: flag,
  addressMatches: flag,
  phoneMatches: lenient(contactMatch),
  emailMatches: lenient(contactMatch),
});

/** What of the applicant's statements holds (Smile OpenAPI 1.14.0, alpha). */
export const verificationResult = z.looseObject({
  finalMatches: flag,
  names: lenient(names),
  additionalData: lenient(additionalData),
});
export type VerificationResult = z.output<typeof verificationResult>;

/** Names no user. */
export const verificationStarted = z.looseObject({ verificationId: id });

/** Names no user. */
export const verificationCompleted = z.looseObject({
  verificationId: id,
  resultCode: code<'SUCCESS'>(),
  resultMessage: text,
  result: lenient(verificationResult),
});
