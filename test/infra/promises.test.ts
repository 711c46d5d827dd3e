import { describe, expect, it } from 'vitest';
import { promises } from './promises/promises.ts';
import { templatesOf } from './synthesized.ts';
import { expectedOf, testedStages } from './tested-stages.ts';

const templates = Object.entries(templatesOf(testedStages));

describe.each(templates)('in the stage %s', (stage, template) => {
  it.each(promises)('$promise', ({ broken }) => {
    expect(broken(template, expectedOf(stage))).toEqual([]);
  });
});

it('all stages are looked at', () => {
  expect(templates.map(([stage]) => stage)).toEqual(['sandbox', 'production', 'production-widget']);
});
