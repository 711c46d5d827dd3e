import { styleText } from 'node:util';
import type { AttemptFailure } from '../../local/functions/messages.ts';
import { endingOf, retryOf } from '../log/ending.ts';
import { eventLine } from '../log/event-line.ts';
import { knownEvents } from '../log/known-events.ts';
import { INDENT, timeOfDay } from '../log/layout.ts';
import { type EventLog, readLog } from '../log/read-log.ts';

/** Prints one readable line for each thing that happens to an event. */
export interface EventLines {
  /** Takes every line that the functions and the run write. */
  readonly logLine: (line: string) => void;
  readonly attemptFailed: (failure: AttemptFailure) => void;
}

/** An error comes on another channel than the line about it. */
const TOGETHER_MS = 100;
/** @param print takes a line without its end */
export function createEventLines(print: (line: string) => void): EventLines {
  const complete = knownEvents();
  const failures = new Map<string, AttemptFailure>();

  const row = (sign: string, log: EventLog, what: string) => {
    print(eventLine(timeOfDay(), sign, log, what));
  };
  const takeFailure = (eventId: string): AttemptFailure | undefined => {
    const failure = failures.get(eventId);
    failures.delete(eventId);
    return failure;
  };
  const printStack = ({ stack }: AttemptFailure) => {
    const [head = '', ...frames] = stack.split('\n');
    print(`${INDENT}${styleText('red', head)}`);
    for (const frame of frames.filter(isOwn)) print(`${INDENT}${frame.trim()}`);
  };
  const retried = (log: EventLog) => {
    const failure = takeFailure(log.eventId);
    const attempt = failure && log.reason === 'failed' ? attemptOf(failure) : '';
    row(styleText('yellow', '↻'), log, `${attempt}${retryOf(log)}`);
    if (failure) printStack(failure);
  };
  const dead = (log: EventLog) => {
    const failure = takeFailure(log.eventId);
    row(...rowOf(log));
    if (failure) printStack(failure);
  };
  return {
    logLine(line) {
      const read = readLog(line);
      if (read === undefined) return print(`${INDENT}${line}`);
      if (read.kind === 'hidden') return;
      if (read.kind === 'handler') return print(`${INDENT}${styleText('gray', read.text)}`);
      const { kind } = read;
      const log = complete(read.log);
      if (kind === 'retry') setTimeout(retried, TOGETHER_MS, log);
      else if (kind === 'ended' && log.outcome === 'DEAD') setTimeout(dead, TOGETHER_MS, log);
      else if (kind === 'ended') row(...rowOf(log));
    },
    attemptFailed(failure) {
      failures.set(failure.eventId, failure);
    },
  };
}

const rowOf = (log: EventLog): [sign: string, log: EventLog, what: string] => {
  const [sign, what] = endingOf(log);
  return [sign, log, what];
};

const attemptOf = ({ attempt, maxAttempts }: AttemptFailure) =>
  `attempt ${attempt} of ${maxAttempts}, `;

/** Frames of the developer's own files: the rest is the receiver, a package or Node. */
const isOwn = (frame: string) =>
  !/\(?(node:|smile-event-receiver\/|.*node_modules\/)|<anonymous>/.test(frame);
