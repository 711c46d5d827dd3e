import { describe, expect, expectTypeOf, it } from 'vitest';
import { finderOf } from '../../../lambdas/receiver/create-handlers.ts';
import { createHandlers, type Handlers, HandlersInvalid } from '../../../lambdas/receiver/index.ts';
import { EVENT_TYPES, type EventType } from '../../../lambdas/smile/events.ts';
import { CALLBACKS } from '../../../lambdas/smile/widget.ts';

const handle = async () => {};
const other = async () => {};

describe('handlers', () => {
  it('are found by their type, with everything that was said about them', () => {
    const find = finderOf(
      createHandlers()
        .on('ACCOUNT_CONNECTED', handle)
        .on(['DOCUMENTS_ADDED', 'DOCUMENTS_UPDATED'], { attempts: 8 }, other)
        .on('ACCOUNT_DISCONNECTED', { whenStale: 'run', announce: false }, handle),
    );

    const plain = { attempts: undefined, runsWhenStale: false, announces: true };
    expect(find('event', 'ACCOUNT_CONNECTED')).toEqual({ ...plain, handle });
    expect(find('event', 'DOCUMENTS_ADDED')).toEqual({ ...plain, handle: other, attempts: 8 });
    expect(find('event', 'DOCUMENTS_UPDATED')).toEqual({ ...plain, handle: other, attempts: 8 });
    expect(find('event', 'ACCOUNT_DISCONNECTED')).toEqual({
      ...plain,
      handle,
      runsWhenStale: true,
      announces: false,
    });
  });

  it.each([...EVENT_TYPES, 'MOON_PHASE_CHANGED'])('announce what has none: %s', (type) => {
    expect(finderOf(createHandlers())('event', type)).toEqual({
      attempts: undefined,
      runsWhenStale: false,
      announces: true,
    });
  });

  it('announce no screens of the widget, unless they are asked to', () => {
    const asked = createHandlers().onCallback('onUIEvent', { announce: true }, handle);

    expect(finderOf(createHandlers())('callback', 'onUIEvent').announces).toBe(false);
    expect(finderOf(asked)('callback', 'onUIEvent').announces).toBe(true);
    expect(finderOf(createHandlers())('callback', 'onClose').announces).toBe(true);
  });

  it('of events never see a callback, nor the other way round', () => {
    const find = finderOf(
      createHandlers().on('USER_CREATED', handle).onCallback('onClose', handle).onUnknown(other),
    );

    expect(find('callback', 'USER_CREATED').handle).toBeUndefined();
    expect(find('callback', 'onSomething').handle).toBeUndefined();
    expect(find('event', 'onClose').handle).toBe(other);
    expect(find('event', 'toString').handle).toBe(other);
  });

  it.each<[string, () => Handlers]>([
    ['USER_CREATED', () => createHandlers().on('USER_CREATED', handle).on('USER_CREATED', other)],
    ['LINK_ADDED', () => createHandlers().on(['LINK_ADDED', 'LINK_ADDED'], handle)],
    ['onClose', () => createHandlers().onCallback('onClose', handle).onCallback('onClose', other)],
    ['any other type', () => createHandlers().onUnknown(handle).onUnknown(other)],
  ])('refuse a second one for %s while the file loads', (name, register) => {
    expect(register).toThrow(
      new HandlersInvalid(
        `${name} has two handlers. Keep one of them, and call the other from it.`,
      ),
    );
  });

  it('refuse a type that is not known, and say where it would go', () => {
    expect(() => createHandlers().on('ACCOUNT_CONECTED' as 'ACCOUNT_CONNECTED', handle)).toThrow(
      new HandlersInvalid(
        `ACCOUNT_CONECTED is not a known event type. Known are ${EVENT_TYPES.join(', ')}. Types that this version does not know go to onUnknown().`,
      ),
    );
  });

  it('refuse a callback that is not known', () => {
    expect(() => createHandlers().onCallback('onClosed' as 'onClose', handle)).toThrow(
      new HandlersInvalid(`onClosed is not a known callback. Known are ${CALLBACKS.join(', ')}.`),
    );
  });

  it.each([0, 1.5, Number.NaN])('refuse %d attempts', (attempts) => {
    expect(() => createHandlers().on('USER_CREATED', { attempts }, handle)).toThrow(
      new HandlersInvalid(
        'attempts of the handler for event USER_CREATED must be a whole number from 1 on.',
      ),
    );
  });

  it('take a single attempt', () => {
    const find = finderOf(createHandlers().on('USER_CREATED', { attempts: 1 }, handle));

    expect(find('event', 'USER_CREATED').attempts).toBe(1);
  });

  it.each([undefined, null, 'text', {}, handle])(
    'must come from createHandlers, not %j',
    (handlers) => {
      expect(() => finderOf(handlers as Handlers)).toThrow(/createHandlers\(\)/);
    },
  );
});

describe('the types of handlers', () => {
  it('give each handler the exact data of its type, and a union for a list', () => {
    createHandlers()
      .on('ACCOUNT_FAILED', ({ data }) => {
        expectTypeOf(data.errorCode).toExtend<string | undefined>();
        // @ts-expect-error -- an account that failed has no count
        void data.count?.toFixed();
      })
      .on(['INCOMES_ADDED', 'IDENTITY_ADDED'], (event) => {
        expectTypeOf(event.type).toEqualTypeOf<'INCOMES_ADDED' | 'IDENTITY_ADDED'>();
        if (event.type === 'INCOMES_ADDED')
          expectTypeOf(event.data.count).toExtend<number | undefined>();
      })
      .onCallback('onClose', ({ data }) => {
        expectTypeOf(data.reason).toExtend<string>();
      });
  });

  it('of an exhaustive receiver name the types that lack one', () => {
    const some = createHandlers({ exhaustive: true }).on('USER_CREATED', handle);
    const all = createHandlers({ exhaustive: true }).on(EVENT_TYPES, handle);

    expectTypeOf(some).not.toExtend<Handlers>();
    expectTypeOf(some).toEqualTypeOf<Handlers<Exclude<EventType, 'USER_CREATED'>>>();
    expectTypeOf(all).toExtend<Handlers>();
  });
});
