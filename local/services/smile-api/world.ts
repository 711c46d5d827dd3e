import type { EventType } from '../../../lambdas/smile/events.ts';
import {
  buildEvent,
  type EventOverrides,
  type SmileWireEvent,
} from '../../../testing/builders/build-event.ts';
import { createList, type List } from './list.ts';
import { isoOf, type Parts } from './parts.ts';
import type { WorldAccount, WorldArchive, WorldInvite, WorldTask, WorldUser } from './things.ts';

/** Everything that exists at the stand-in, and how something happens in it. */
export interface World {
  readonly users: List<WorldUser>;
  readonly accounts: List<WorldAccount>;
  readonly archives: List<WorldArchive>;
  readonly tasks: List<WorldTask>;
  readonly invites: List<WorldInvite>;
  /** What has happened, oldest first, also what was not delivered. */
  readonly events: readonly SmileWireEvent[];
  /** ISO 8601 in whole seconds. */
  now(): string;
  newId(prefix: string): string;
  /** Something happens: an event with invented content, over which `data` is laid. */
  tell<T extends EventType>(type: T, data: EventOverrides<T>['data']): void;
  /** Resolves when it is time for what happens next. */
  nextStep(): Promise<void>;
}

export interface WorldParts extends Parts {
  /** Takes each event. */
  readonly deliver: (event: SmileWireEvent) => void;
  /** Milliseconds between two steps of one life. */
  readonly stepMs: number;
  /** Ends waits for next steps. */
  readonly closed: AbortSignal;
}

/** An empty world. */
export function createWorld(parts: WorldParts): World {
  const { now, newId, wait, deliver, stepMs, closed } = parts;
  const events: SmileWireEvent[] = [];
  return {
    users: createList(),
    accounts: createList(),
    archives: createList(),
    tasks: createList(),
    invites: createList(),
    events,
    now: () => isoOf(now()),
    newId,
    tell(type, data) {
      const event = buildEvent(type, { id: newId('et'), createdAt: isoOf(now()), data });
      events.push(event);
      deliver(event);
    },
    nextStep: async () => await (stepMs === 0 ? undefined : wait(stepMs, closed)),
  };
}
