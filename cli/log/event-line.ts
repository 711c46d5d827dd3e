import { styleText } from 'node:util';
import type { EventLog } from './read-log.ts';

/** One line about an event: when, how it went, and which one it is. */
export function eventLine(time: string, sign: string, log: EventLog, what: string): string {
  const { eventType = '', subject = '', durationMs, eventId } = log;
  const duration = durationMs === undefined ? '' : `${durationMs} ms`;
  const columns = [eventType.padEnd(26), subject.padEnd(16), what.padEnd(32), duration.padStart(8)];
  return `${time} ${sign} ${columns.join(' ')}  ${styleText('gray', eventId)}`;
}
