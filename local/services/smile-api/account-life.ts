import type { AccountErrorCode, DataPoint } from '../../../lambdas/smile/constants.ts';
import type { ConnectionStatus } from '../../../lambdas/smile/rest/accounts.ts';
import { PROVIDER } from '../../../testing/builders/account.ts';
import { tellAdded } from './added-data.ts';
import { finishTask, startTask, taskData } from './task-life.ts';
import type { WorldAccount } from './things.ts';
import type { UserLife } from './user-life.ts';
import type { World } from './world.ts';

/** How an account is linked. */
export interface Linking {
  /** Default: a user who is created for it. */
  readonly userId?: string;
  readonly providerId?: string;
  /** Without one, no ACCOUNT_CONNECTED is sent (Smile docs, Accounts). Default: the provider has a login. */
  readonly hasLogin?: boolean;
  /** Kinds of data that the sync brings. Default: identities, employments and incomes. */
  readonly datapoints?: readonly DataPoint[];
}

/** What happens to accounts. */
export interface AccountLife {
  /**
   * ACCOUNT_CREATED, ACCOUNT_CONNECTED if there is a login, TASK_STARTED, one event for each kind of data,
   * TASK_FINISHED. Resolves when all of it has happened, which is not when it is delivered. One that is revoked
   * before it is connected ends there.
   */
  connectAccount(linking?: Linking): Promise<WorldAccount>;
  /** ACCOUNT_CREATED, ACCOUNT_FAILED. */
  failAccount(
    linking?: Pick<Linking, 'userId' | 'providerId'> & { readonly errorCode?: AccountErrorCode },
  ): Promise<WorldAccount>;
  /** A refresh of Continuous Data Sync: ACCOUNT_SYNC_TASK_FINISHED. Throws `Refused` for an unknown account. */
  syncAccount(accountId: string, datapoints?: readonly DataPoint[]): Promise<WorldAccount>;
  /**
   * The user or the customer revokes it: ACCOUNT_DISCONNECTED, once. The account stays, as DISCONNECTED: what Smile
   * shows of it then is not documented. Throws `Refused` for an unknown one.
   */
  disconnectAccount(accountId: string): WorldAccount;
}

const USUAL_DATA: readonly DataPoint[] = ['IDENTITIES', 'EMPLOYMENTS', 'INCOMES'];

export function accountLife(world: World, users: Pick<UserLife, 'createUser'>): AccountLife {
  const begin = ({ userId = users.createUser().id, providerId = PROVIDER }: Linking) => {
    const createdAt = world.now();
    const account = world.accounts.add({
      id: world.newId('a'),
      createdAt,
      providerId,
      userId,
      connectionStatus: 'PENDING',
      connection: { status: 'PENDING', errorCode: null, errorMessage: null, updatedAt: createdAt },
      monitorStatus: 'UNSUPPORTED',
      monitor: { status: 'UNSUPPORTED', updatedAt: null },
    });
    world.tell('ACCOUNT_CREATED', dataOf(account));
    return account;
  };

  const become = (
    account: WorldAccount,
    status: ConnectionStatus,
    errorCode: AccountErrorCode | null = null,
  ) =>
    world.accounts.replace({
      ...account,
      connectionStatus: status,
      connection: {
        status,
        errorCode,
        errorMessage: errorCode && 'Sample: the provider refused the login.',
        updatedAt: world.now(),
      },
    });

  return {
    async connectAccount({ hasLogin = true, datapoints = USUAL_DATA, ...linking } = {}) {
      const begun = begin(linking);
      await world.nextStep();
      const current = world.accounts.get(begun.id);
      if (current.connectionStatus === 'DISCONNECTED') return current;
      const account = become(begun, 'CONNECTED');
      if (hasLogin) world.tell('ACCOUNT_CONNECTED', dataOf(account));
      await world.nextStep();
      const task = startTask(world, 'LINK_ACCOUNT', 'ACCOUNT', account);
      world.tell('TASK_STARTED', taskData(task));
      for (const datapoint of datapoints) {
        await world.nextStep();
        tellAdded(world, datapoint, dataOf(account));
      }
      await world.nextStep();
      finishTask(world, task, datapoints);
      world.tell('TASK_FINISHED', { ...taskData(task), datapoints: [...datapoints] });
      return account;
    },
    async failAccount({ errorCode = 'INVALID_CREDENTIALS', ...linking } = {}) {
      const begun = begin(linking);
      await world.nextStep();
      const account = become(begun, 'ERROR', errorCode);
      world.tell('ACCOUNT_FAILED', { ...dataOf(account), errorCode });
      return account;
    },
    async syncAccount(accountId, datapoints = USUAL_DATA) {
      const updatedAt = world.now();
      const monitor = { status: 'ACTIVE', updatedAt } as const;
      const known = world.accounts.get(accountId);
      const account = world.accounts.replace({ ...known, monitorStatus: 'ACTIVE', monitor });
      const task = startTask(world, 'UPDATE_ACCOUNT', 'ACCOUNT', account);
      await world.nextStep();
      finishTask(world, task, datapoints);
      const { taskType: _, ...data } = taskData(task);
      world.tell('ACCOUNT_SYNC_TASK_FINISHED', { ...data, datapoints: [...datapoints] });
      return account;
    },
    disconnectAccount(accountId) {
      const known = world.accounts.get(accountId);
      if (known.connectionStatus === 'DISCONNECTED') return known;
      const account = become(known, 'DISCONNECTED');
      world.tell('ACCOUNT_DISCONNECTED', dataOf(account));
      return account;
    },
  };
}

function dataOf({ id, userId, providerId }: WorldAccount) {
  return { userId, accountId: id, providers: [providerId] };
}
