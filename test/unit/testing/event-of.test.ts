import { describe, expect, expectTypeOf, it } from 'vitest';
import { isCallbackKey } from '../../../lambdas/message/event-key.ts';
import { type Envelope } from '../../../lambdas/smile/envelope.ts';
import { EVENT_TYPES, parseEvent } from '../../../lambdas/smile/events.ts';
import { CALLBACKS } from '../../../lambdas/smile/widget.ts';
import { callbackOf, eventOf } from '../../../testing/index.ts';

describe('eventOf', () => {
  it.each(EVENT_TYPES)('makes a %s that the worker would read the same way again', (type) => {
    const event = eventOf(type);

    expect(event.type).toBe(type);
    expect(parseEvent(event as Envelope)).toEqual(event);
  });

  it('lays overrides over envelope and data, and leaves the rest as it was', () => {
    const event = eventOf('TASK_FINISHED', {
      id: 'et-1',
      createdAt: '2026-01-02T03:04:05Z',
      data: { userId: 'u-1', providers: ['one'], payload: { identity: { gender: 'Male' } } },
    });

    expect(event).toMatchObject({ id: 'et-1', createdAt: '2026-01-02T03:04:05Z', version: 1 });
    expect(event.data).toMatchObject({ userId: 'u-1', providers: ['one'], status: 'SUCCEEDED' });
    expect(event.data.payload?.identity).toMatchObject({ gender: 'Male', citizenship: 'Citizen' });
  });

  it('removes what is undefined, as if Smile had not sent it', () => {
    const event = eventOf('TASK_FINISHED', { createdAt: undefined, data: { status: undefined } });

    expect(event.createdAt).toBeUndefined();
    expect(event.data.status).toBeUndefined();
  });

  it('refuses to make an event without the ids that it is about', () => {
    const withoutUser = { data: { userId: undefined } } as object;

    expect(() => eventOf('ACCOUNT_CONNECTED', withoutUser)).toThrow(/data\.userId/);
  });

  it('has the type of the event that it makes, and takes only what that event can hold', () => {
    expectTypeOf(eventOf('INCOMES_ADDED').data.count).toEqualTypeOf<number | undefined>();

    // @ts-expect-error -- an account that is connected has no error code
    eventOf('ACCOUNT_CONNECTED', { data: { errorCode: 'INVALID_CREDENTIALS' } });
    // @ts-expect-error -- a misspelled field far below
    eventOf('TASK_FINISHED', { data: { payload: { identity: { genderr: 'Male' } } } });
    // @ts-expect-error -- a count is a number
    eventOf('INCOMES_ADDED', { data: { count: 'three' } });
    // @ts-expect-error -- no event is without its ids
    expect(() => eventOf('ACCOUNT_CONNECTED', { data: { accountId: undefined } })).toThrow(
      /accountId/,
    );
    // @ts-expect-error -- a field of no envelope
    eventOf('ACCOUNT_CONNECTED', { created: 'now' });
    // @ts-expect-error -- a type that Smile does not have
    expect(() => eventOf('ACCOUNT_CONECTED')).toThrow(TypeError);
  });
});

describe('callbackOf', () => {
  it.each(CALLBACKS)('makes %s under the key that the API would give it', (name) => {
    const callback = callbackOf(name, { id: 'c-1', data: { userId: 'u-1' } });

    expect(callback).toMatchObject({ type: name, id: 'widget:u-1:c-1', data: { userId: 'u-1' } });
    expect(isCallbackKey(callback.id)).toBe(true);
    expect(callback.createdAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  it('lays overrides over its data', () => {
    const { data } = callbackOf('onAccountError', { data: { errorCode: 'INVALID_MFA' } });

    expect(data.errorCode).toBe('INVALID_MFA');
    expect(data.accountId).toMatch(/^a-/);
    // @ts-expect-error -- a misspelled field
    callbackOf('onClose', { data: { reasons: 'exit' } });
  });
});
