import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { subjectOf } from '../../../lambdas/message/subject.ts';

const hashed = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`;

describe('the subject of an event', () => {
  it.each<[string, unknown, string]>([
    [
      'the user before all else',
      { userId: 'u', session: { userId: 's' }, recordId: 'r', verificationId: 'v' },
      'u',
    ],
    [
      'the user of the session next',
      { session: { userId: 's' }, recordId: 'r', verificationId: 'v' },
      's',
    ],
    ['then the record', { recordId: 'r', verificationId: 'v' }, 'r'],
    ['then the verification', { verificationId: 'v' }, 'v'],
    ['itself when it names nobody', { accountId: 'a' }, 'et-1'],
    ['itself when data is missing', undefined, 'et-1'],
    ['itself when data is null', null, 'et-1'],
    ['itself when data is a list', [{ userId: 'u' }], 'et-1'],
    ['itself when data is text', 'userId', 'et-1'],
    ['the next one when the user is empty', { userId: '', recordId: 'r' }, 'r'],
    ['the next one when the user is null', { userId: null, recordId: 'r' }, 'r'],
    ['the user when it is a number, as text', { userId: 7, recordId: 'r' }, '7'],
    ['the next one when the user is a fraction', { userId: 7.5, recordId: 'r' }, 'r'],
    ['the next one when the session is none', { session: 'x', recordId: 'r' }, 'r'],
  ])('is %s', (_, data, subject) => {
    expect(subjectOf(data, 'et-1')).toBe(subject);
  });

  it('may have 128 characters, and is hashed when it has more', () => {
    const longest = 'u'.repeat(128);

    expect(subjectOf({ userId: longest }, 'et-1')).toBe(longest);
    expect(subjectOf({ userId: `${longest}u` }, 'et-1')).toBe(hashed(`${longest}u`));
  });

  it('may hold every sign that SQS takes in a group id', () => {
    const signs = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

    expect(subjectOf({ userId: signs }, 'et-1')).toBe(signs);
  });

  it.each(['with space', 'ñ', 'tab\t', 'line\n', '🙂', '\u0000', '\u007f', '\ud800'])(
    'is hashed when SQS would refuse it: %j',
    (userId) => {
      expect(subjectOf({ userId }, 'et-1')).toBe(hashed(userId));
    },
  );

  it('is hashed when it looks like a hash of ours, so that it shares the group of no other user', () => {
    const other = subjectOf({ userId: 'with space' }, 'et-1');

    expect(subjectOf({ userId: other }, 'et-1')).toBe(hashed(other));
    expect(subjectOf({}, other)).toBe(other);
  });

  it('is hashed as well when it is the event itself', () => {
    expect(subjectOf({}, 'et 1')).toBe(hashed('et 1'));
  });

  it('is the same for the same user, and another one for another', () => {
    const subjects = ['canary-señal', 'canary-señal', 'canary-senal'].map((userId) =>
      subjectOf({ userId }, 'et-1'),
    );

    expect(subjects[0]).toBe(subjects[1]);
    expect(subjects[0]).not.toBe(subjects[2]);
  });
});
