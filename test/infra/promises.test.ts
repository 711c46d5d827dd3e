import { describe, expect, it } from 'vitest';
import { stages } from '../../infra/stages.ts';
import { promises } from './promises/promises.ts';
import { templatesOf } from './synthesized.ts';

const templates = Object.entries(templatesOf(stages));

describe.each(templates)('in the stage %s', (stage, template) => {
  const { mode } = stages[stage] ?? { mode: 'sandbox' };

  it.each(promises)('$promise', ({ broken }) => {
    expect(broken(template, { stage, mode })).toEqual([]);
  });
});

it('both stages are looked at', () => {
  expect(templates.map(([stage]) => stage)).toEqual(['sandbox', 'production']);
});
