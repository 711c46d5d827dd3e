import { escapeControlsInLines } from '../../lambdas/telemetry/escape-controls.ts';
import type { Result } from '../run.ts';
import { countsOf } from './lines.ts';
import type { Report } from './report.ts';

/** The run in the form that build servers read: one suite, one test case per scenario. */
export function toJunit({ url, startedAt, milliseconds, results }: Report): string {
  const { failed, skipped } = countsOf(results);
  const suite = attributes({
    name: 'conformance',
    tests: String(results.length),
    failures: String(failed),
    errors: '0',
    skipped: String(skipped),
    time: seconds(milliseconds),
    timestamp: startedAt.slice(0, 19),
    hostname: URL.parse(url)?.hostname ?? '',
  });
  const cases = results.map(testCase).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n  <testsuite${suite}>\n${cases}  </testsuite>\n</testsuites>\n`;
}

function testCase({ id, sentence, outcome, reason = '', notes, milliseconds }: Result): string {
  const open = `    <testcase${attributes({ classname: 'conformance', name: id, time: seconds(milliseconds) })}>\n`;
  const ending =
    outcome === 'ok' ? '' : `      <${TAGS[outcome]}${attributes({ message: reason })}/>\n`;
  const said = [sentence, ...notes.map((note) => `not checked: ${note}`)].join('\n');
  return `${open}${ending}      <system-out>${escaped(said)}</system-out>\n    </testcase>\n`;
}

const TAGS = { failed: 'failure', skipped: 'skipped' } as const;

function attributes(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escaped(value)}"`)
    .join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
};

/** XML 1.0 has no form at all for others (XML 1.0, 2.2 Characters). */
// oxlint-disable-next-line no-control-regex
const NO_CHARACTER = /[^\u0009\u000a\u000d\u0020-\ufffd\u{10000}-\u{10ffff}]/gu;

function escaped(text: string): string {
  const characters = text.toWellFormed().replaceAll(NO_CHARACTER, '\ufffd');
  return escapeControlsInLines(characters).replaceAll(
    /[&<>"\n]/g,
    (character) => ENTITIES[character] ?? character,
  );
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}
