import { PROVIDER } from './account.ts';
import { newId, newUserId } from './ids.ts';
import { payload } from './payload.ts';

function session(status: string) {
  return { userId: newUserId(), status, channel: 'WinkSite', channelId: newId('ws') };
}

export function userCreated() {
  const ofUser = session('IN_PROGRESS');
  return { userId: ofUser.userId, session: ofUser };
}

export function userSessionCompleted() {
  const completed = session('COMPLETED');
  return {
    session: completed,
    payload: {
      metadata: { ...completed },
      forms: [
        {
          id: newId('form'),
          name: 'Sample application form',
          data: { requestedAmount: 20_000, termMonths: 12, purpose: 'School fees' },
        },
      ],
      accounts: [{ id: newId('a'), providerId: PROVIDER, payload: payload() }],
      archives: [{ id: newId('archive'), fileType: 'payslip', payload: payload() }],
    },
  };
}

export function userSessionReset() {
  return { session: session('IN_PROGRESS') };
}
