import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  escapeControls,
  escapeControlsInLines,
} from '../../../lambdas/telemetry/escape-controls.ts';

describe('a line for a terminal', () => {
  it.each([
    ['the beginning of a terminal sequence', '\u0000\u0008\u001b'],
    ['the second half of the control characters', '\u007f\u0085\u009b'],
    ['a line of its own', '\r\n'],
    ['line and paragraph separators', '\u2028\u2029'],
    ['direction marks', '\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069'],
    ['what has no width', '\u00ad\u034f\u200b\u200c\u200d\u2060\ufeff\u3164\ufe0f'],
    ['annotations and tags', '\ufff9\u{e0041}'],
    ['what is no character', '\ufffe\uffff\ud800'],
  ])('holds %s as escapes', (_, text) => {
    const units = text.split('').map((unit) => unit.charCodeAt(0).toString(16).padStart(4, '0'));

    expect(escapeControls(`a${text}b`)).toBe(`a${units.map((unit) => `\\u${unit}`).join('')}b`);
  });

  it.each(['et-1', 'señal', '日本語', '🙂', 'a\tb', '{"a":"\\n"}', ''])(
    'leaves %j as it is',
    (text) => {
      expect(escapeControls(text)).toBe(text);
    },
  );

  it('of JSON says the same afterwards', () => {
    const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\u202e', '\u{e0041}'));
    fc.assert(
      fc.property(fc.dictionary(anyText, anyText), (value) => {
        const json = JSON.stringify(value);

        const escaped = escapeControls(json);

        expect(JSON.parse(escaped)).toEqual(JSON.parse(json));
        expect(escaped).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        expect(escapeControlsInLines(JSON.stringify(value, undefined, 2))).toBe(
          JSON.stringify(value, undefined, 2).split('\n').map(escapeControls).join('\n'),
        );
      }),
    );
  });
});
