import type {
  AccountErrorCode,
  ArchiveErrorCode,
  DataPoint,
  MonitorStatus,
  SourceType,
  TaskType,
} from '../../../lambdas/smile/constants.ts';
import type { ConnectionStatus } from '../../../lambdas/smile/rest/accounts.ts';
import type { ArchiveStatus } from '../../../lambdas/smile/rest/archives.ts';
import type { InviteStatus } from '../../../lambdas/smile/rest/invites.ts';
import type { TaskProgress } from '../../../lambdas/smile/rest/tasks.ts';

/*
 * What the world holds, with the fields that Smile shows (Smile OpenAPI 1.14.0). Times are ISO 8601 in whole seconds.
 */

export interface WorldUser {
  readonly id: string;
  readonly createdAt: string;
  readonly externalMetadata: Readonly<Record<string, string>>;
}

export interface WorldAccount {
  readonly id: string;
  readonly createdAt: string;
  readonly providerId: string;
  readonly userId: string;
  readonly connectionStatus: ConnectionStatus;
  readonly connection: {
    readonly status: ConnectionStatus;
    readonly errorCode: AccountErrorCode | null;
    readonly errorMessage: string | null;
    readonly updatedAt: string;
  };
  readonly monitorStatus: MonitorStatus;
  readonly monitor: { readonly status: MonitorStatus; readonly updatedAt: string | null };
}

export interface WorldArchive {
  readonly id: string;
  readonly createdAt: string;
  readonly providerId: string;
  readonly userId: string;
  readonly type: string;
  readonly state: {
    readonly status: ArchiveStatus;
    readonly errorCode: ArchiveErrorCode | null;
    readonly errorMessage: string | null;
    readonly updatedAt: string;
  };
  readonly rawFiles: readonly object[];
}

export interface WorldTask {
  readonly id: string;
  readonly type: TaskType;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly status: TaskProgress;
  readonly datapoints: readonly DataPoint[];
  readonly metadata: {
    readonly createdAt: string;
    readonly itemCreatedAt: string;
    readonly sourceId: string;
    readonly sourceType: SourceType;
    readonly userId: string;
    readonly providerId: string;
  };
}

/** Smile's other fields of an invite, which say whom it was sent to, are left out. */
export interface WorldInvite {
  readonly id: string;
  readonly createdAt: string;
  readonly userId: string;
  readonly status: InviteStatus;
}
