import { expect, it } from 'vitest';
import { checkOptions, type ConformanceOptions } from '../../conformance/arguments.ts';
import { ConformanceMisused } from '../../conformance/conformance-misused.ts';
import { openTarget } from '../../conformance/open-target.ts';
import { SCENARIOS } from '../../conformance/scenarios.ts';

const read = (options: ConformanceOptions = {}) => checkOptions(options, SCENARIOS);

it('without a word, everything is tried but what takes minutes', () => {
  const { scenarios, patience, slow } = read();

  expect(scenarios).toBe(SCENARIOS);
  expect({ patience, slow }).toEqual({ patience: 30_000, slow: false });
});

it('scenarios are tried in the order in which they are named', () => {
  const { scenarios } = read({ only: ['late-end', 'single-delivery'] });

  expect(scenarios.map(({ id }) => id)).toEqual(['late-end', 'single-delivery']);
});

it('scenarios have ids of their own, and sentences', () => {
  const ids = SCENARIOS.map(({ id }) => id);

  expect(new Set(ids).size).toBe(ids.length);
  for (const { id, sentence } of SCENARIOS) {
    expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(sentence.length).toBeGreaterThan(20);
  }
});

it.each<[string, ConformanceOptions, RegExp]>([
  ['a scenario that does not exist', { only: ['everything'] }, /There is no scenario everything/],
  ['a URL that is none', { url: 'localhost' }, /--url must be an http URL/],
  ['a place to look at that is none', { inspect: 'ftp://a' }, /--inspect must be an http URL/],
  ['a stage that is none', { stage: 'Sandbox' }, /--stage must be/],
  ['two places to look at', { stage: 'sandbox', inspect: 'http://a' }, /leave one out/],
  ['a patience without end', { patience: '0' }, /--patience must be/],
  ['an empty report', { junit: '' }, /--junit is empty/],
])('%s is refused, and it is shown how it is done', (_what, options, sentence) => {
  const call = () => read(options);

  expect(call).toThrow(ConformanceMisused);
  expect(call).toThrow(sentence);
  expect(call).toThrow(/See smile conformance --help\.$/);
});

it.each<[string, ConformanceOptions, RegExp]>([
  ['answers alone', { url: 'https://example.com/webhooks' }, /--stage or --inspect/],
  ['production', { stage: 'production' }, /not a sandbox/],
  ['a stage that is misspelt', { stage: 'sandbx' }, /no stage sandbx .* There are: \w/],
  ['a stage that nobody has configured', { stage: 'constructor' }, /no stage constructor/],
])('%s are not tried', async (_what, options, sentence) => {
  const opening = openTarget(read(options));

  await expect(opening).rejects.toThrow(sentence);
});
