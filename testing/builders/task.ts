import { DATA_POINTS } from '../../lambdas/smile/constants.ts';
import { PROVIDER } from './account.ts';
import { newId, newUserId } from './ids.ts';
import { payload } from './payload.ts';

function task() {
  return {
    userId: newUserId(),
    sourceId: newId('a'),
    sourceType: 'ACCOUNT',
    providers: [PROVIDER],
  };
}

function result() {
  return { ...task(), status: 'SUCCEEDED', datapoints: [...DATA_POINTS], payload: payload() };
}

export function taskStarted() {
  return { ...task(), taskType: 'LINK_ACCOUNT' };
}

export function taskFinished() {
  return { ...result(), taskType: 'LINK_ACCOUNT', errorCode: null };
}

export function accountSyncTaskFinished() {
  return { ...result(), monitorStatus: 'ACTIVE' };
}
