import type { Stage } from '../../operations/stage.ts';
import type { StageView } from '../contract.ts';
import type { StackOf } from './detail.ts';

/** What an inspector works with. */
export interface InspectorParts {
  readonly stage: Stage;
  readonly view: Omit<StageView, 'types' | 'origins' | 'canSend' | 'isLocal' | 'option'>;
  /** Sends an invented event as Smile would, and resolves to the answer's status. Absent: nobody may. */
  readonly send: ((body: Buffer) => Promise<number>) | undefined;
  readonly stackOf: StackOf;
  /** Takes one line for the terminal: who did what. */
  readonly note: (line: string) => void;
}
