import { date, dateTime } from './dates.ts';
import { newId } from './ids.ts';

export function recordCreated() {
  return { recordId: newId('ss'), recordType: 'SOCIAL_SECURITY' };
}

export function recordCompleted() {
  const record = recordCreated();
  return {
    ...record,
    status: 'COMPLETED',
    resultCode: 'SUCCESS',
    resultMessage: null,
    payload: {
      id: record.recordId,
      createdAt: dateTime(1),
      status: 'COMPLETED',
      resultCode: 'SUCCESS',
      resultMessage: null,
      result: result(),
      requestMeta: requestMeta(),
    },
  };
}

function result() {
  return {
    fullName: 'Sample Applicant',
    gender: 'F',
    curp: 'XXXX000000XXXXXX00',
    nss: '00000000000',
    payMark: true,
    reportDate: date(1),
    employerName: 'Ejemplo Transportes S.A.',
    employerRegistration: 'X0000000000',
    state: 'Estado Ejemplo',
    contributionDays: 612,
    contributionBaseAmount: 498.6,
    currency: 'MXN',
  };
}

function requestMeta() {
  return {
    emailAddress: 'sample.applicant@example.com',
    fullName: 'Sample Applicant',
    mobileNumber: '15550100',
    curp: 'XXXX000000XXXXXX00',
    templateId: 'tpl-example',
    consent: {
      type: 'ONLINE',
      version: '1',
      consentedAt: dateTime(1),
      consentedWith: 'Example Lending',
      consentTemplateId: newId('ct'),
    },
  };
}
