import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ownFrame, sourceFrames } from '../../../lambdas/telemetry/source-frames.ts';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'smile (test) '));
});
afterAll(() => rmSync(directory, { recursive: true }));

/** Says that line 1 of a bundle begins with what stands at 4:19 of a source. */
const MAP = JSON.stringify({ version: 3, sources: ['src/a.ts'], names: [], mappings: 'AAGkB' });

/** Path of a bundle that has this text for its source map. */
const bundled = (name: string, map?: string): string => {
  const file = join(directory, name);
  if (map !== undefined) writeFileSync(`${file}.map`, map);
  return file;
};

/** Frames of every form, all at one place. */
const framesAt = (place: string): string =>
  [
    `    at refetch (${place})`,
    `    at async new Plan.fee [as price] (${place})`,
    `    at async ${place}`,
    `    at ${place}`,
  ].join('\n');

describe('the frames of a bundle', () => {
  it('have the places of its sources, whatever stands around a place', () => {
    const file = bundled('mapped.js', MAP);

    expect(sourceFrames(framesAt(`${file}:1:1`))).toBe(framesAt('src/a.ts:4:19'));
  });

  it.each<[string, string | undefined]>([
    ['has no source map', undefined],
    ['has a source map that is cut off', MAP.slice(0, -9)],
    ['has a source map that says nothing', '{}'],
  ])('keep their places when it %s', (name, map) => {
    const frames = framesAt(`${bundled(`${name}.js`, map)}:1:1`);

    expect(sourceFrames(frames)).toBe(frames);
  });

  it('keep a place that the source map does not know', () => {
    const frames = framesAt(`${bundled('mapped.js', MAP)}:0:1`);

    expect(sourceFrames(frames)).toBe(frames);
  });

  it.each([
    '    at async Promise.all (index 0)',
    '    at Array.map (<anonymous>)',
    '    at native',
    '',
  ])('may be without a place: %j', (frame) => {
    expect(sourceFrames(frame)).toBe(frame);
  });
});

describe("the frame in the reader's own code", () => {
  const OWN = '    at refetch (src/plans.ts:41:18)';

  it.each([
    ['Node', '    at JSON.parse (<anonymous>)\n    at node:internal/process/task_queues:103:5'],
    ['a package', '    at Client.query (node_modules/pg/lib/client.js:631:19)'],
    ['a package beside the bundle', '    at x (/var/task/node_modules/sharp/lib/sharp.js:1:2)'],
    ['ours', '    at m (smile-event-receiver/lambdas/worker/handler.ts:5:6)'],
    ['what joins their code to ours', '    at async smile-event-receiver:worker:3:4'],
    ["Lambda's client", '    at async file:///var/runtime/index.mjs:1173:29'],
    ['eval', '    at eval (eval at x (/var/task/index.js:1:2), <anonymous>:1:1)'],
  ])('comes after those of %s', (_, others) => {
    expect(ownFrame(`${others}\n${OWN}`)).toBe('src/plans.ts:41:18 refetch');
    expect(ownFrame(others)).toBeUndefined();
  });

  it.each([
    ['    at new Plan (src/plans.ts:4:5)', 'src/plans.ts:4:5 new Plan'],
    ['    at async src/plans.ts:4:5', 'src/plans.ts:4:5'],
    ['    at src/(shop)/my plans.ts:4:5', 'src/(shop)/my plans.ts:4:5'],
    ['    at async of (src/(shop)/my plans.ts:4:5)', 'src/(shop)/my plans.ts:4:5 of'],
    // The top level of a file.
    ['    at src/plans.ts (src/plans.ts:4:5)', 'src/plans.ts:4:5'],
  ])('is told as its place and its function: %j', (frame, told) => {
    expect(ownFrame(frame)).toBe(told);
  });
});
