import * as z from 'zod/mini';
import type { RecordResultCode, RecordStatus } from '../constants.ts';
import { code, content, count, flag, id, label, lenient, number, renamed, text } from './field.ts';

/** Mexican social security (`nss`, `curp`). The web example writes `name` for `fullName`. */
const socialSecurityResult = renamed(
  'name',
  'fullName',
  z.looseObject({
    fullName: text,
    gender: text,
    curp: text,
    nss: text,
    payMark: flag,
    /** `YYYY-MM-DD`. */
    reportDate: text,
    employerName: text,
    employerRegistration: text,
    state: text,
    contributionDays: count,
    contributionBaseAmount: number,
    /** ISO 4217. */
    currency: text,
  }),
);

/** `version` is a string in the schema and a number in its example; arrives as text. */
const consent = z.looseObject({
  type: text,
  version: label,
  consentedAt: text,
  consentedWith: text,
  consentTemplateId: text,
});

const requestMeta = z.looseObject({
  emailAddress: text,
  fullName: text,
  /** Without `+`; may be a digest instead of the number. */
  mobileNumber: label,
  curp: text,
  templateId: text,
  consent: lenient(consent),
});

/** A social-security record (Smile OpenAPI 1.14.0). Personal data throughout. */
export const socialSecurity = z.looseObject({
  id: text,
  createdAt: text,
  status: code<RecordStatus | 'PROCESSING'>(),
  resultCode: code<RecordResultCode | 'INVALID_PARAMETERS'>(),
  resultMessage: text,
  result: content(socialSecurityResult),
  requestMeta: lenient(requestMeta),
});
export type SocialSecurity = z.output<typeof socialSecurity>;

/** Names no user. */
const recordFields = { recordId: id, recordType: code<'SOCIAL_SECURITY'>() };

export const recordCreated = z.looseObject(recordFields);

/** Sent for failed requests too: look at `status`. */
export const recordCompleted = z.looseObject({
  ...recordFields,
  status: code<RecordStatus>(),
  resultCode: code<RecordResultCode>(),
  resultMessage: text,
  payload: content(socialSecurity),
});
