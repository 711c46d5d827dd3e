import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../lambdas/secret/cached-secret.ts';
import { reportReadings } from '../../../lambdas/secret/report-readings.ts';
import { SecretUnreadable } from '../../../lambdas/secret/secret-unreadable.ts';
import { recording } from '../telemetry/recording.ts';

/** Log and metrics of one finding. */
function reported(finding: Finding) {
  const { createLog, measure, lines, measured } = recording();
  reportReadings('session', { log: createLog(), measure })(finding);
  return { lines, measured };
}

const failure = new SecretUnreadable('malformed', '{ "current": "…" }', '"current" is empty.');
const fields = { secret: 'session', code: 'malformed', problem: '"current" is empty.' };

describe('the report of a reading', () => {
  it('logs and counts that the last good value of a secret goes on', () => {
    const { lines, measured } = reported({ kind: 'stale', failure, ageMs: 301_400 });

    expect(lines).toEqual([
      { level: 'warn', message: 'secret stale', fields: { ...fields, ageSeconds: 301 } },
    ]);
    expect(measured).toEqual([{ values: { SecretStale: 1 }, dimensions: {} }]);
  });

  it('logs the problem of a secret without any good value', () => {
    const { lines, measured } = reported({ kind: 'unreadable', failure });

    expect(lines).toEqual([{ level: 'error', message: 'secret unreadable', fields }]);
    expect(measured).toEqual([]);
  });

  it('logs the part of a secret that is not accepted', () => {
    const problem = '"previous" is empty, and is not accepted.';

    const { lines, measured } = reported({ kind: 'ignored', problem });

    expect(lines).toEqual([
      {
        level: 'warn',
        message: 'part of the secret ignored',
        fields: { secret: 'session', problem },
      },
    ]);
    expect(measured).toEqual([]);
  });
});
