import type { Step } from '../plan.ts';

/** What is done to a step. */
export const FAULTS = [
  'crash before',
  'crash after',
  'timeout',
  'throttled',
  'network cut',
  'network cut for good',
  'engine restarted',
  'clock back',
  'clock ahead',
] as const;

export type Fault = (typeof FAULTS)[number];

/** The steps in their order (docs/architecture.md, The way of an event). */
export const STEPS = [
  'read-secret',
  'verify',
  'refresh-secret',
  'put-body',
  'send',
  'answer',
  'receive',
  'fetch-body',
  'quarantine',
  'begin',
  'conflict',
  'read-state',
  'write-state',
  'handler',
  'announce',
  'finish',
  'delete',
  'fail',
  'give-back',
  'hide',
  'bury',
  'send-dead',
] as const satisfies readonly Step[];

export type MatrixStep = (typeof STEPS)[number];

/** One step under one fault. */
export interface Cell {
  readonly step: MatrixStep;
  readonly fault: Fault;
}

/** As `--only` and the report write it. */
export function cellName({ step, fault }: Cell): string {
  return `${step}, ${fault}`;
}

const WIRE: readonly Fault[] = [
  'timeout',
  'throttled',
  'network cut',
  'network cut for good',
  'engine restarted',
];

const NO_CALL = 'computes over bytes in memory, and calls nobody';
const LAMBDAS_OWN = 'the function has ended, and the deletion is Lambda’s own';

/** Cells without sense, and why; a reason may stand for several faults. */
const NOT_APPLICABLE: readonly (readonly [MatrixStep, readonly Fault[], string])[] = [
  ['verify', WIRE, NO_CALL],
  ['answer', ['throttled'], 'an answer is no call; Lambda throttles before the function runs'],
  ['answer', ['network cut for good'], 'an answer goes out once: see network cut'],
  ['answer', ['engine restarted'], 'no engine takes part'],
  ['receive', ['crash before'], 'no function runs before a message is received'],
  ['delete', ['crash after', 'clock back', 'clock ahead'], LAMBDAS_OWN],
];

/** Why there is no such cell; undefined when there is one. */
export function whyNot({ step, fault }: Cell): string | undefined {
  const found = NOT_APPLICABLE.find(([at, faults]) => at === step && faults.includes(fault));
  return found?.[2];
}

export const ALL_CELLS: readonly Cell[] = STEPS.flatMap((step) =>
  FAULTS.map((fault) => ({ step, fault })),
);

/** The cells that are tried. */
export const CELLS: readonly Cell[] = ALL_CELLS.filter((cell) => whyNot(cell) === undefined);
