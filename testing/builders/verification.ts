import { newId } from './ids.ts';

export function verificationStarted() {
  return { verificationId: newId('ver') };
}

export function verificationCompleted() {
  return {
    ...verificationStarted(),
    resultCode: 'SUCCESS',
    resultMessage: 'Sample: all statements were checked.',
    result: { finalMatches: true, names: names(), additionalData: additionalData() },
  };
}

function names() {
  return {
    firstNameMatches: true,
    lastNameMatches: true,
    middleNameMatches: null,
    fullNameMatches: true,
  };
}

function additionalData() {
  return {
    ids: [
      { idNumber: '00-0000000-1', idType: 'SAMPLE_ID', idSubtype: 'SAMPLE_CARD', matches: true },
    ],
    dobMatches: true,
    genderMatches: null,
    addressMatches: false,
    phoneMatches: contact('+15550100'),
    emailMatches: contact('sample.applicant@example.com'),
  };
}

function contact(value: string) {
  return {
    value,
    matches: true,
    disposable: false,
    deliverable: true,
    active: true,
    provider: 'example',
    freeProvider: false,
  };
}
