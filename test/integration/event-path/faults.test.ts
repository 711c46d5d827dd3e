import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Cell } from '../../faults/matrix/cells.ts';
import { type MatrixResult, tryCells } from '../../faults/matrix/matrix.ts';
import { type Rig, startRig } from '../../faults/rig/rig.ts';

/** The part of `npm run faults` that is cheap: no crash, which takes a visibility timeout to heal. */
const CELLS: readonly Cell[] = [
  { step: 'put-body', fault: 'throttled' },
  { step: 'send', fault: 'network cut for good' },
  { step: 'begin', fault: 'network cut for good' },
  { step: 'write-state', fault: 'network cut for good' },
  { step: 'send-dead', fault: 'throttled' },
  // The announcement alone is repeated: the handler has its effect once.
  { step: 'announce', fault: 'network cut for good' },
  { step: 'conflict', fault: 'network cut for good' },
  // Their answers are lost when the row is settled: the message waits for its visibility timeout.
  { step: 'finish', fault: 'network cut for good' },
  { step: 'bury', fault: 'network cut for good' },
  { step: 'read-secret', fault: 'clock ahead' },
  { step: 'refresh-secret', fault: 'throttled' },
];

let rig: Rig;
let result: MatrixResult;
beforeAll(async () => {
  const patience = { ingressTimeout: 12, workerTimeout: 8, visibilityTimeout: 14 };
  rig = await startRig({ logLine: () => undefined, patience });
  result = await tryCells(CELLS, [], rig);
}, 120_000);
afterAll(() => rig.stop());

it.each(CELLS)('$step, $fault: nothing is lost, nothing happens twice', ({ step, fault }) => {
  const verdict = result.verdicts.find(({ cell }) => cell.step === step && cell.fault === fault);

  expect(verdict?.broken).toEqual([]);
});

it('leaves no row of no event, and an empty queue', () => {
  expect(result.broken).toEqual([]);
});
