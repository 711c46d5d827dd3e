import type { AccountLife } from './account-life.ts';
import type { SmileApiFailure } from './answer.ts';
import type { ArchiveLife } from './archive-life.ts';
import type { Deliveries } from './deliveries.ts';
import type { Registrations } from './registrations.ts';
import type { UserLife } from './user-life.ts';
import type { World } from './world.ts';

/** The key pair that the stand-in takes; an invented one. */
export interface SmileApiCredentials {
  readonly apiKey: string;
  readonly apiSecret: string;
}

/** A call as it arrived, whatever was answered. */
export interface SmileApiRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** Undefined without the parameter. */
  readonly userId: string | undefined;
}

/** Looks into the stand-in, makes it fail, and makes things happen in it. */
export interface SmileApiControl {
  /** Oldest first, the last ten thousand. */
  readonly requests: readonly SmileApiRequest[];
  /**
   * Users whom Smile gives no tokens for; it gives them for all others, also for users who were never created: a
   * page can be tried with any id.
   */
  readonly unknownUsers: Set<string>;
  /** Fails the next calls, each attempt of a client a call of its own. */
  failNext(calls: number, how: SmileApiFailure): void;
  /** Of the tokens from now on. Smile's live for five hours. */
  setTokenLifetime(seconds: number): void;
  /** Takes another pair from now on, and the one before no more. */
  setCredentials(credentials: SmileApiCredentials): void;
  /** Makes things happen. Their events go to the webhooks that are registered. */
  readonly life: UserLife & AccountLife & ArchiveLife;
  /** What there is, as REST shows it, and what has happened. */
  readonly world: Pick<World, 'users' | 'accounts' | 'archives' | 'tasks' | 'invites' | 'events'>;
  readonly webhooks: Registrations;
  readonly deliveries: Omit<Deliveries, 'send'>;
}
