import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeError, stackFrames } from '../../../lambdas/telemetry/describe-error.ts';

const CANARY = 'Canary of Names';
const named = (fields: object) => Object.assign(new Error(CANARY), fields);

describe('the description of an error', () => {
  it('is its class and its code', () => {
    const error = Object.assign(new RangeError(CANARY), { code: 'ERR_OUT_OF_RANGE' });

    expect(describeError(error)).toEqual({ class: 'RangeError', code: 'ERR_OUT_OF_RANGE' });
  });

  it('is its class alone when there is no code', () => {
    expect(describeError(new TypeError(CANARY))).toEqual({ class: 'TypeError' });
  });

  it.each<[string, object]>([
    ['a sentence as name', { name: CANARY }],
    ['an empty name', { name: '' }],
    ['a name that is far too long', { name: 'x'.repeat(65) }],
    ['a sentence as code', { code: CANARY }],
    ['a login as name', { name: 'juan.canarylogin' }],
    ['the name of a person as name', { name: 'JuanCanary' }],
    ['a login as code', { code: 'juan.canarylogin' }],
    ['the name of a person as code', { code: 'JUAN_CANARY' }],
    ['a phone number as code', { code: 'T639171234567' }],
    ['a number as code', { code: 23_505 }],
    ['an address as code', { code: 'canary@example.com' }],
    ['lines as code', { code: `E\n${CANARY}` }],
  ])('does not believe %s', (_, fields) => {
    expect(describeError(named(fields))).toEqual({ class: 'Error' });
  });

  it.each([CANARY, 7, null, undefined, { message: CANARY }, [CANARY]])(
    'says of %j only that it is no error',
    (thrown) => {
      expect(describeError(thrown)).toEqual({ class: 'NotAnError' });
      expect(stackFrames(thrown)).toBe('');
    },
  );
});

describe('the frames of an error', () => {
  it('say where it was thrown', () => {
    const frames = stackFrames(new Error(CANARY));

    expect(frames).toMatch(/^ {4}at .*describe-error\.test\.ts:\d+:\d+/);
    expect(frames.split('\n').length).toBeLessThanOrEqual(12);
  });

  it('never hold the message, also when its lines look like frames', () => {
    const lookAlike = `x\n    at ${CANARY} (a.ts:1:1)\n    at ${CANARY}\n`;

    const frames = stackFrames(new Error(lookAlike));

    expect(frames).toContain('describe-error.test.ts');
    expect(frames).not.toContain(CANARY);
  });

  it('never hold the message, whatever it is', () => {
    const line = fc.oneof(
      fc.string(),
      fc.constantFrom('    at x', 'Error', ': ', '\n    at y (z)'),
    );
    const anyMessage = fc.array(line).map((lines) => `${lines.join('\n')}\n    at ${CANARY}`);

    fc.assert(
      fc.property(anyMessage, (message) => {
        expect(stackFrames(new Error(message))).not.toContain(CANARY);
      }),
    );
  });

  it('never hold the message of the cause', () => {
    const error = new Error('outer', { cause: new Error(`x\n    at ${CANARY}`) });

    expect(stackFrames(error)).not.toContain(CANARY);
  });

  it('are empty when there are none', () => {
    const error = new Error(CANARY);
    delete error.stack;

    expect(stackFrames(error)).toBe('');
  });

  it('never hold a message that was replaced after the error was made', () => {
    const error = new Error(`x\n    at ${CANARY} (a.ts:1:1)`);
    expect(error.stack).toContain(CANARY);
    error.message = 'failed';

    expect(stackFrames(error)).not.toContain(CANARY);
  });

  it.each(['', 'Error', 'E', 'Error: x'])(
    'never hold a message that was cut down to %j after the error was made',
    (message) => {
      const error = new Error(`x\n    at ${CANARY} (a.ts:1:1)`);
      expect(error.stack).toContain(CANARY);
      error.message = message;

      expect(stackFrames(error)).not.toContain(CANARY);
    },
  );

  it('never hold a name that is none', () => {
    const error = new Error('');
    error.name = `\n    at ${CANARY} (a.ts:1:1)`;

    expect(stackFrames(error)).toBe('');
  });

  it('are there also when its name is not believed', () => {
    const error = new Error('x');
    error.name = 'juan.canarylogin';

    expect(stackFrames(error)).toContain('describe-error.test.ts');
    expect(stackFrames(error)).not.toContain('juan');
  });

  it.each([
    ['', 'Error\n    at run (a.ts:1:2)'],
    ['Invalid', 'TypeError [ERR_INVALID_URL]: Invalid\n    at run (a.ts:1:2)'],
  ])('are there behind the message %j', (message, stack) => {
    const error = Object.assign(new Error(message), { stack });

    expect(stackFrames(error)).toBe('    at run (a.ts:1:2)');
  });

  it.each<[string, object]>([
    ['no message', { message: undefined }],
    ['a stack that is no text', { stack: [{ file: 'a.ts' }] }],
  ])('of an error with %s are no reason to throw another one', (_, fields) => {
    expect(() => stackFrames(named(fields))).not.toThrow();
  });
});
