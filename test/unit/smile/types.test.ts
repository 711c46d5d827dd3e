import { describe, expectTypeOf, it } from 'vitest';
import {
  buildEvent,
  type EventOverrides,
  type SmileWireEvent,
} from '../../../testing/builders/build-event.ts';
import type {
  AccountErrorCode,
  DataPoint,
  PAYLOAD_KEYS,
} from '../../../lambdas/smile/constants.ts';
import type { Envelope } from '../../../lambdas/smile/envelope.ts';
import {
  type EventData,
  type EventType,
  isEventType,
  type parseEvent,
  type SmileEvent,
  type UnknownEvent,
} from '../../../lambdas/smile/events.ts';
import type { Open } from '../../../lambdas/smile/schemas/field.ts';
import type { Income } from '../../../lambdas/smile/schemas/payload/income.ts';
import type { Payload } from '../../../lambdas/smile/schemas/payload/payload.ts';

type Task = SmileEvent<'TASK_FINISHED'>['data'];

function read(event: SmileEvent) {
  if (event.type === 'TASK_FINISHED') {
    expectTypeOf(event).toEqualTypeOf<SmileEvent<'TASK_FINISHED'>>();
    return event.data.sourceId;
  }
  if (event.type === 'INVITE_LINKED' || event.type === 'INVITE_INVITED') {
    return event.data.inviteId;
  }
  if (event.type === 'RECORD_CREATED') {
    // @ts-expect-error records name no user
    const user: string = event.data.userId;
    return user;
  }
  // @ts-expect-error not an event type
  return event.type === 'USER_RENAMED' ? 'never' : event.id;
}

/** Checked by the compiler: nothing of this runs. */
describe('the types', () => {
  it('lead from an event to an item of its payload', () => {
    expectTypeOf<NonNullable<NonNullable<Task['payload']>['incomes']>['items']>().toEqualTypeOf<
      Income[]
    >();
    expectTypeOf<Income['netAmount']>().toEqualTypeOf<number | undefined>();
    expectTypeOf<Income['employer']>().toEqualTypeOf<string | undefined>();
  });

  it('make ids and lists present, and everything else optional', () => {
    expectTypeOf<Task['userId']>().toEqualTypeOf<string>();
    expectTypeOf<Task['sourceId']>().toEqualTypeOf<string>();
    expectTypeOf<Task['providers']>().toEqualTypeOf<string[]>();
    expectTypeOf<Task['datapoints']>().toEqualTypeOf<Open<DataPoint>[]>();
    expectTypeOf<Task['payload']>().toEqualTypeOf<Payload | undefined>();
    expectTypeOf<{
      userId: string;
      sourceId: string;
      providers: [];
      datapoints: [];
    }>().toExtend<Task>();
    expectTypeOf<{ userId: string; providers: []; datapoints: [] }>().not.toExtend<Task>();
    expectTypeOf<EventData<'LINK_ADDED'>['id']>().toEqualTypeOf<string | undefined>();
    expectTypeOf<EventData<'INSIGHT_ADDED'>['id']>().toEqualTypeOf<string | undefined>();
    expectTypeOf<EventData<'INVITE_LINKED'>['inviteId']>().toEqualTypeOf<string>();
    expectTypeOf<EventData<'USER_SESSION_RESET'>['session']['userId']>().toEqualTypeOf<string>();
  });

  it('do not promise the time of an event: Smile may leave it out', () => {
    expectTypeOf<SmileEvent['createdAt']>().toEqualTypeOf<string | undefined>();
    expectTypeOf<SmileEvent['id']>().toEqualTypeOf<string>();
  });

  it('know the published values and take any other', () => {
    type Code = NonNullable<EventData<'ACCOUNT_FAILED'>['errorCode']>;

    expectTypeOf<AccountErrorCode>().toExtend<Code>();
    expectTypeOf<'SOMETHING_NEW'>().toExtend<Code>();
    expectTypeOf<number>().not.toExtend<Code>();
  });

  it('tell the event types apart', () => {
    expectTypeOf(read).returns.toEqualTypeOf<string>();
  });

  it('distribute over a union of types', () => {
    type Two = SmileEvent<'ACCOUNT_CREATED' | 'ARCHIVE_FAILED'>;

    expectTypeOf<Two>().toEqualTypeOf<
      SmileEvent<'ACCOUNT_CREATED'> | SmileEvent<'ARCHIVE_FAILED'>
    >();
    expectTypeOf<SmileEvent['type']>().toEqualTypeOf<EventType>();
  });

  it('allow one handler per type, and only with that type’s data', () => {
    type Handlers = { [T in EventType]?: (event: SmileEvent<T>) => void };
    const handlers: Handlers = {
      ARCHIVE_FAILED: (event) => expectTypeOf(event.data.archiveId).toEqualTypeOf<string>(),
      // @ts-expect-error ARCHIVE_FAILED is not TASK_FINISHED
      TASK_FINISHED: (event: SmileEvent<'ARCHIVE_FAILED'>) => event.id,
    };

    expectTypeOf(handlers.ARCHIVE_FAILED).not.toBeAny();
  });

  it('keep unknown fields, as unknown', () => {
    expectTypeOf<SmileEvent<'LINK_ADDED'>['anything']>().toEqualTypeOf<unknown>();
    expectTypeOf<EventData<'LINK_ADDED'>['anything']>().toEqualTypeOf<unknown>();
  });

  it('make an envelope an event only by parsing', () => {
    expectTypeOf<typeof parseEvent>().parameters.toEqualTypeOf<[Envelope]>();
    expectTypeOf<typeof parseEvent>().returns.toEqualTypeOf<SmileEvent>();
    expectTypeOf<UnknownEvent>().not.toExtend<SmileEvent>();
    expectTypeOf<SmileEvent>().toExtend<UnknownEvent>();
    expectTypeOf(isEventType).guards.toEqualTypeOf<EventType>();
  });

  it('name the key of the payload for each data point', () => {
    expectTypeOf<(typeof PAYLOAD_KEYS)[DataPoint]>().toExtend<keyof Payload>();
    expectTypeOf<keyof typeof PAYLOAD_KEYS>().toEqualTypeOf<DataPoint>();
  });

  it('describe what a builder returns, and complete its overrides', () => {
    const event = buildEvent('TASK_FINISHED', { data: { payload: { rating: null } } });

    expectTypeOf(event).toEqualTypeOf<SmileWireEvent<'TASK_FINISHED'>>();
    expectTypeOf(event.data.payload.incomes.items[0]?.netAmount).toEqualTypeOf<
      number | undefined
    >();
    expectTypeOf<'USER_RENAMED'>().not.toExtend<Parameters<typeof buildEvent>[0]>();
    expectTypeOf<{ id: number }>().not.toExtend<EventOverrides>();
    expectTypeOf<{ data: { anything: [null] } }>().toExtend<EventOverrides<'USER_CREATED'>>();
  });
});
