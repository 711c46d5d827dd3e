import { describe, expect, it } from 'vitest';
import { ACCOUNT_ERROR_CODES } from '../../../lambdas/smile/constants.ts';
import { CALLBACKS, SCREENS } from '../../../lambdas/smile/widget.ts';
import { shapesOf } from '../../../widget/demo/shapes.ts';

const context = { userId: 'u-1', accountId: 'a-1', providerId: 'grab' };
const shapes = shapesOf(context);

const argumentsOf = (callback: string) =>
  shapes.filter((shape) => shape.callback === callback).map(({ args }) => args[0]);

/** A member of all the arguments that are objects. */
const membersOf = (callback: string, name: string) =>
  argumentsOf(callback)
    .filter((argument) => typeof argument === 'object' && argument !== null)
    .map((argument) => (argument as Record<string, unknown>)[name]);

describe('the stand-in for Smile’s script', () => {
  it('fires every callback, in several shapes', () => {
    const counts = CALLBACKS.map((name) => argumentsOf(name).length);

    expect(Math.min(...counts)).toBeGreaterThanOrEqual(2);
    expect(new Set(shapes.map(({ callback }) => callback))).toEqual(new Set(CALLBACKS));
  });

  it('shows all screens, and one that is new', () => {
    const names = new Set(membersOf('onUIEvent', 'eventName'));

    expect(names.isSupersetOf(new Set(SCREENS))).toBe(true);
    expect(names.size).toBe(SCREENS.length + 1);
  });

  it('knows every error code, and one that is new', () => {
    const codes = new Set(membersOf('onAccountError', 'errorCode'));

    expect(codes.isSupersetOf(new Set(ACCOUNT_ERROR_CODES))).toBe(true);
    expect(codes).toContain('A_CODE_OF_TOMORROW');
  });

  it('closes with an object, a word and nothing', () => {
    const kinds = new Set(argumentsOf('onClose').map((argument) => typeof argument));

    expect(kinds).toEqual(new Set(['object', 'string', 'undefined']));
    expect(membersOf('onClose', 'reason')).toEqual(['close', 'exit', 'error', 'timeout']);
  });

  it('gives uploads as a list and as an object, its user as userId and as userid', () => {
    const uploads = membersOf('onUploadsCreated', 'uploads');

    expect(uploads.some(Array.isArray)).toBe(true);
    expect(uploads.some((each) => typeof each === 'object' && !Array.isArray(each))).toBe(true);
    expect(membersOf('onUploadsCreated', 'userId')).toContain('u-1');
    expect(membersOf('onUploadsCreated', 'userid')).toContain('u-1');
  });

  it('tells its callbacks apart by their labels', () => {
    const names = shapes.map(({ callback, label }) => `${callback}: ${label}`);

    expect(new Set(names).size).toBe(names.length);
  });
});
