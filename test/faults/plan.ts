/** Places on the way of an event at which something can go wrong (docs/architecture.md). */
export type Step =
  | 'read-secret'
  | 'verify'
  | 'refresh-secret'
  | 'put-body'
  | 'send'
  | 'answer'
  | 'receive'
  | 'fetch-body'
  | 'quarantine'
  | 'begin'
  | 'conflict'
  | 'read-state'
  | 'write-state'
  | 'handler'
  | 'announce'
  | 'finish'
  | 'delete'
  | 'fail'
  | 'give-back'
  | 'hide'
  | 'bury'
  | 'send-dead'
  | 'send-callbacks';

/** What a function does to itself at a point of its code. */
export interface Plan {
  readonly deed: 'crash' | 'hang' | 'clock';
  readonly when: 'before' | 'after';
  readonly step: Step;
  /** By how many seconds the clock jumps. */
  readonly seconds: number;
}

/**
 * An event carries its plan in its id, where every function sees it, also when the body is in the bucket:
 * `et-7~crash.before.begin`, `et-8~clock-10800.after.read-state`. Smile's ids are opaque.
 */
export function planned(id: string, { deed, when, step, seconds }: Plan): string {
  const by = deed === 'clock' ? `${seconds < 0 ? '' : '+'}${seconds}` : '';
  return `${id}~${deed}${by}.${when}.${step}`;
}

/** The id in a body, read or not; undefined when there is none, as in a message without its body. */
export function idIn(body: string): string | undefined {
  return /"id":"([^"]+)"/.exec(body)?.[1];
}

/** The plan in an event's id; undefined when there is none. */
export function planIn(id: string): Plan | undefined {
  const [, deed, seconds = '0', when, step] =
    /~(crash|hang|clock)([+-]\d+)?\.(before|after)\.([a-z-]+)$/.exec(id) ?? [];
  if (deed === undefined) return undefined;
  return {
    deed: deed as Plan['deed'],
    when: when as Plan['when'],
    step: step as Step,
    seconds: Number(seconds),
  };
}
