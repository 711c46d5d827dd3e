import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../lambdas/secret/cached-secret.ts';
import { rotatingSecret } from '../../../lambdas/secret/rotating-secret.ts';
import type { SecretUnreadable } from '../../../lambdas/secret/secret-unreadable.ts';
import { WEBHOOK_SECRET } from '../../../lambdas/secret/webhook-secret.ts';
import { SESSION_SECRET } from '../../../lambdas/widget-api/session/session-secret.ts';

const SIGNAL = new AbortController().signal;
const NOW = Date.UTC(2026, 0, 2);
const END = '2026-01-02T00:20:00Z';

/** What a secret with this text accepts, and what was said about it. */
async function reading(stored: unknown, form = WEBHOOK_SECRET) {
  const text = typeof stored === 'string' ? stored : JSON.stringify(stored);
  const findings: Finding[] = [];
  const clock = { now: NOW };
  const secret = rotatingSecret(async () => text, form, {
    now: () => clock.now,
    report: (finding) => findings.push(finding),
  });
  const accepted = await secret.accepted(SIGNAL).catch((error: unknown) => error);
  return { accepted, findings, secret, clock };
}

const ignored = (problem: string) => [{ kind: 'ignored', problem }];

describe('the text of a secret', () => {
  it('may begin with a byte order mark', async () => {
    const { accepted, findings } = await reading('\uFEFF{"current":"a"}');

    expect(accepted).toEqual(['a']);
    expect(findings).toEqual([]);
  });
});

describe('a "current" that cannot be used', () => {
  it.each<[unknown, string]>([
    [{ previous: 'canary' }, '"current" is missing.'],
    [{ current: null }, '"current" is null.'],
    [{ current: ['canary'] }, '"current" is not text.'],
    [{ current: '' }, '"current" is empty.'],
    [{ current: 'canary\n' }, '"current" begins or ends with whitespace.'],
    [{ current: ' canary' }, '"current" begins or ends with whitespace.'],
    [{ current: 'canary'.repeat(11) }, '"current" has more than 64 characters.'],
    ['canary', 'The text is not JSON.'],
    ['["canary"]', 'The JSON is not an object.'],
  ])('of %j is named in the error and the report: %s', async (stored, problem) => {
    const { accepted, findings } = await reading(stored);

    const error = accepted as SecretUnreadable;
    expect(error).toMatchObject({ name: 'SecretUnreadable', code: 'malformed', problem });
    expect(error.message.startsWith(problem)).toBe(true);
    expect(findings).toEqual([{ kind: 'unreadable', failure: error }]);
    expect(`${error.message} ${error.stack}`).not.toContain('canary');
  });

  it('may have 64 characters, counted as people count them', async () => {
    const longest = `${'a'.repeat(63)}\u{1F511}`;

    expect((await reading({ current: longest })).accepted).toEqual([longest]);
  });
});

describe('a "previous" that cannot be used', () => {
  it.each<[unknown, string]>([
    ['', '"previous" is empty, and is not accepted.'],
    [null, '"previous" is null, and is not accepted.'],
    [7, '"previous" is not text, and is not accepted.'],
    ['canary\n', '"previous" begins or ends with whitespace, and is not accepted.'],
    ['canary'.repeat(11), '"previous" has more than 64 characters, and is not accepted.'],
  ])('of %j leaves "current" in force, with a warning', async (previous, problem) => {
    const { accepted, findings } = await reading({ current: 'a', previous, previousNotAfter: END });

    expect(accepted).toEqual(['a']);
    expect(findings).toEqual(ignored(problem));
    expect(JSON.stringify(findings)).not.toContain('canary');
  });

  it.each([
    ['is a date without a time', '2026-12-01'],
    ['is not a time at all', 'Tomorrow'],
    ['is a day that does not exist', '2026-02-30T00:00:00Z'],
    ['is empty', ''],
    ['is null', null],
    ['is a number', NOW],
  ])('is switched off when its end %s, with a warning', async (_, previousNotAfter) => {
    const { accepted, findings } = await reading({
      current: 'a',
      previous: 'b',
      previousNotAfter,
    });

    expect(accepted).toEqual(['a']);
    expect(findings).toEqual(
      ignored(
        '"previousNotAfter" is not an ISO date-time such as 2026-12-01T00:00:00Z, and "previous" is not accepted.',
      ),
    );
  });

  it('is warned of once per reading, however many events come', async () => {
    const { findings, secret, clock } = await reading({ current: 'a', previous: '' });

    for (let second = 0; second < 299; second += 1) {
      clock.now = NOW + second * 1000;
      await secret.accepted(SIGNAL);
    }
    expect(findings).toHaveLength(1);
    clock.now = NOW + 300_000;
    await secret.accepted(SIGNAL);

    expect(findings).toHaveLength(2);
  });
});

describe('the secret of the sessions', () => {
  it('may be longer than Smile would take: Smile never has it', async () => {
    const long = 'a'.repeat(65);

    expect((await reading({ current: long }, SESSION_SECRET)).accepted).toEqual([long]);
  });

  it('is refused when it is too short for a key of HS256', async () => {
    const short = await reading({ current: 'c'.repeat(31) }, SESSION_SECRET);
    const enough = await reading(
      { current: 'c'.repeat(32), previous: 'c'.repeat(31) },
      SESSION_SECRET,
    );

    expect(short.accepted).toMatchObject({ problem: '"current" has fewer than 32 characters.' });
    expect(enough.accepted).toEqual(['c'.repeat(32)]);
    expect(enough.findings).toEqual(
      ignored('"previous" has fewer than 32 characters, and is not accepted.'),
    );
  });

  it('is refused with whitespace around it', async () => {
    const { accepted } = await reading({ current: `${'c'.repeat(40)}\n` }, SESSION_SECRET);

    expect(accepted).toMatchObject({ problem: '"current" begins or ends with whitespace.' });
  });
});
