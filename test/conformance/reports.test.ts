import { expect, it } from 'vitest';
import { toJson } from '../../conformance/report/json.ts';
import { toJunit } from '../../conformance/report/junit.ts';
import { lineOf } from '../../conformance/report/lines.ts';
import type { Result } from '../../conformance/run.ts';

const result = (more: Partial<Result>): Result => ({
  id: 'single-delivery',
  sentence: 'an event is handled',
  outcome: 'ok',
  notes: [],
  milliseconds: 1234,
  ...more,
});

it('a line says how a scenario ended, why, and what was not looked at', () => {
  const results = [
    result({ notes: ['announcements cannot be seen here'] }),
    result({ outcome: 'failed', reason: 'The answer is 500,\nnot 200.' }),
    result({ outcome: 'skipped', reason: 'give --slow' }),
  ];

  const lines = results.map(lineOf);

  expect(lines).toEqual([
    'ok      single-delivery: an event is handled (not checked: announcements cannot be seen here) 1234 ms',
    'FAILED  single-delivery – The answer is 500, not 200. 1234 ms',
    'skipped single-delivery – give --slow',
  ]);
});

it('no report holds what a terminal would act upon', () => {
  const reason = 'The id is et-\u202e\u001b[31m\u009b\u2028\ufeff.';
  const results = [result({ outcome: 'failed', reason, notes: ['\u202e'] })];
  const report = {
    url: 'https://example.com/webhooks',
    startedAt: '2026-11-25T02:00:00.000Z',
    milliseconds: 1500,
    results,
  };

  const printed = [...results.map(lineOf), toJson(report), toJunit(report)];

  for (const text of printed) {
    expect(text).toContain('et-\\u202e');
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  }
  expect(JSON.parse(toJson(report))).toMatchObject({ scenarios: [{ reason }] });
});

it('a JUnit report holds whatever a reason holds', () => {
  const reason = '<a> & "b"\n\u0000\ufffe\ud800 é';

  const xml = toJunit({
    url: 'https://example.com/webhooks',
    startedAt: '2026-11-25T02:00:00.000Z',
    milliseconds: 1500,
    results: [result({ outcome: 'failed', reason }), result({ outcome: 'skipped', reason: 'no' })],
  });

  expect(xml).toContain(
    'tests="2" failures="1" errors="0" skipped="1" time="1.500" timestamp="2026-11-25T02:00:00"',
  );
  expect(xml).toContain(
    '<failure message="&lt;a&gt; &amp; &quot;b&quot;&#10;\ufffd\ufffd\ufffd é"/>',
  );
  expect(xml).toContain('<skipped message="no"/>');
});
