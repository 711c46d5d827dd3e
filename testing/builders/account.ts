import { newId, newUserId } from './ids.ts';

export const PROVIDER = 'example_payroll';
const LOGIN_NAME = 'sample.applicant@example.com';

export function account() {
  return { userId: newUserId(), accountId: newId('a'), providers: [PROVIDER] };
}

export function accountConnected() {
  return { ...account(), loginName: LOGIN_NAME };
}

export function accountFailed() {
  return {
    ...accountConnected(),
    errorCode: 'INVALID_CREDENTIALS',
    errorMessage: 'Sample: the provider refused the login.',
  };
}
