import { escapeControls } from '../../lambdas/telemetry/escape-controls.ts';

/** What a line of a function says about an event. */
export interface EventLog {
  readonly eventId: string;
  readonly eventType?: string;
  readonly subject?: string;
  readonly outcome?: string;
  readonly attempt?: number;
  readonly durationMs?: number;
  readonly reason?: string;
  readonly seconds?: number;
  readonly errorClass?: string;
  readonly code?: string;
  /** The frame in a file of the handlers' author. */
  readonly at?: string;
  readonly staleBecause?: { readonly eventId: string; readonly asOf: string };
}

/** A line as it is shown. */
export type ReadLog =
  | { readonly kind: 'stored' | 'failed' | 'ended' | 'retry'; readonly log: EventLog }
  /** What a handler logs. */
  | { readonly kind: 'handler'; readonly text: string }
  /** Ours, and shown in another form or not at all. */
  | { readonly kind: 'hidden' };

const OURS = /^(visibility not changed|dead letter not sent)/;

/** Fields that say where a line comes from, and not what happened. */
const ABOUT_THE_LINE = new Set(
  'level message timestamp service sampling_rate requestId eventId eventType subject messageId origin attempt xray_trace_id'.split(
    ' ',
  ),
);

/** Reads a line of a function; undefined when it is no JSON of a log: somebody printed it. */
export function readLog(line: string): ReadLog | undefined {
  const fields = parsed(line);
  if (fields === undefined) return undefined;
  const { message = '', eventId } = fields;
  const log = fields as unknown as EventLog;
  if (message === 'event stored') return { kind: 'stored', log };
  if (message === 'attempt failed') return { kind: 'failed', log };
  if (message === 'event will be retried') return { kind: 'retry', log };
  if (typeof eventId === 'string' && 'outcome' in fields && '_aws' in fields) {
    return { kind: 'ended', log };
  }
  if ('_aws' in fields || OURS.test(String(message))) return { kind: 'hidden' };
  const more = Object.entries(fields).filter(([name]) => !ABOUT_THE_LINE.has(name));
  const words = more.map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return { kind: 'handler', text: escapeControls([String(message), ...words].join(' ')) };
}

function parsed(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
