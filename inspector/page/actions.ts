import { useRef, useState } from 'preact/hooks';
import type { Job, Row, StageView } from '../contract.ts';
import { type ApiError, get, post } from './api.ts';

/** What is done to events. */
export type Verb = 'redrive' | 'replay';

/** What a person is asked before it is done. */
export interface Question {
  readonly verb: Verb;
  readonly ids: readonly string[];
  readonly users: number;
}

/** What was done, and what came of it so far. */
export interface Result {
  readonly verb: Verb;
  readonly ids: readonly string[];
  readonly job: Job | undefined;
  readonly trouble: string | undefined;
}

/** Actions of the page. */
export interface Actions {
  readonly question: Question | undefined;
  readonly result: Result | undefined;
  /** Rights that AWS has refused, by what needs them. */
  readonly missing: ReadonlyMap<string, string>;
  /** Asks first, where events are real. */
  readonly ask: (verb: Verb, ids: readonly string[], users: number) => void;
  readonly answer: (confirm: string | undefined) => void;
  readonly dismiss: () => void;
}

const LOOK_MS = 400;

/** @param onChange is told that events have changed */
export function useActions(stage: StageView | undefined, onChange: () => void): Actions {
  const [question, setQuestion] = useState<Question>();
  const [result, setResult] = useState<Result>();
  const [missing, setMissing] = useState<ReadonlyMap<string, string>>(new Map());
  const round = useRef(0);

  const lacks = (verb: Verb, action: string | undefined) => {
    if (action !== undefined) setMissing((before) => new Map([...before, [verb, action]]));
  };
  const act = async ({ verb, ids }: Question, confirm: string | undefined) => {
    const own = (round.current += 1);
    const show = (by: Partial<Result>) => {
      if (own === round.current)
        setResult({ verb, ids, job: undefined, trouble: undefined, ...by });
    };
    show({});
    try {
      const { number } = await post<{ number: number }>(verb, { ids, confirm });
      for (let job: Job | undefined; !job?.isOver && own === round.current; ) {
        job = await get<Job>('job', `number=${number}`);
        show({ job, trouble: job.trouble });
        lacks(verb, job.action);
        onChange();
        if (!job.isOver) await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      }
    } catch (error) {
      const { message, action } = error as ApiError;
      lacks(verb, action);
      show({ trouble: message });
    }
  };
  return {
    question,
    result,
    missing,
    ask(verb, ids, users) {
      if (ids.length === 0 || stage?.readOnly || missing.has(verb)) return;
      const asked = { verb, ids, users };
      if (stage?.isHarmless && ids.length <= 1) void act(asked, undefined);
      else setQuestion(asked);
    },
    answer(confirm) {
      setQuestion(undefined);
      if (question && confirm !== undefined) void act(question, confirm);
    },
    dismiss() {
      round.current += 1;
      setResult(undefined);
    },
  };
}

/** What can be done to an event, by its status. */
export function verbOf({ status, id }: Pick<Row, 'status' | 'id'>): Verb | undefined {
  if (status === 'DEAD') return 'redrive';
  const isOriginal = !id.includes('#');
  return (status === 'DONE' || status === 'QUARANTINED') && isOriginal ? 'replay' : undefined;
}
