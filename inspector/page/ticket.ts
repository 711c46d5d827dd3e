import type { Detail, StageView } from '../contract.ts';

/** What may be pasted anywhere: ids, codes and times, in UTC. */
export function ticketOf(detail: Detail, stage: StageView): string {
  const { row, createdAt, completedAt, failure, stale, steps } = detail;
  const lines = [
    ['stage', `${stage.name} (${stage.where})`],
    ['event', row.id],
    ['type', row.type],
    ['user', row.user],
    ['account', row.account],
    ['origin', row.origin],
    ['status', row.word],
    ['attempts', String(row.attempts)],
    ['created', createdAt],
    ['received', row.receivedAt],
    ['ended', completedAt],
    ['error', failure && [failure.errorClass, failure.code, failure.at].filter(Boolean).join(' ')],
    ['stale because', stale && `${stale.eventId} ${stale.type} ${stale.asOf}`],
    ...steps
      .filter(({ what }) => /^(redrive|replay)$/.test(what))
      .map(({ what, at }) => [what, at]),
    ['look', `${stage.command} event ${row.id}${stage.option}`],
  ] as const;
  return lines
    .filter(([, value]) => value)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');
}
