import type { Log } from '../telemetry/log.ts';
import type { Measure } from '../telemetry/metrics.ts';
import type { Finding } from './cached-secret.ts';

/** The secrets of a stage, as the log calls them. */
export type SecretName = 'webhook' | 'session' | 'smile-credentials';

/**
 * Says in the log what is wrong with a secret, and counts when the last good value goes on. By reading, not
 * by event: a flood of events must not become a flood of lines.
 */
export function reportReadings(
  secret: SecretName,
  { log, measure }: { readonly log: Log; readonly measure: Measure },
): (finding: Finding) => void {
  return (finding) => {
    if (finding.kind === 'ignored') {
      log.warn('part of the secret ignored', { secret, problem: finding.problem });
      return;
    }
    const { code, problem } = finding.failure;
    if (finding.kind === 'unreadable') {
      log.error('secret unreadable', { secret, code, problem });
      return;
    }
    const ageSeconds = Math.round(finding.ageMs / 1000);
    log.warn('secret stale', { secret, code, problem, ageSeconds });
    measure({ SecretStale: 1 });
  };
}
