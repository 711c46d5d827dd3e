/**
 * Which messages of a batch stay in the queue, by the rules of `ReportBatchItemFailures` (AWS Lambda
 * docs, Handling errors for an SQS event source): nothing, or an empty list, is full success; an
 * answer that makes no sense fails the whole batch.
 *
 * @param answer what the handler returned
 * @param messageIds the batch
 */
export function failedMessages(
  answer: unknown,
  messageIds: readonly string[],
): ReadonlySet<string> {
  const none = new Set<string>();
  const all = new Set(messageIds);
  if (answer === null || answer === undefined) return none;
  if (typeof answer !== 'object') return all;
  const { batchItemFailures: failures } = answer as { batchItemFailures?: unknown };
  if (failures === null || failures === undefined) return none;
  if (!Array.isArray(failures)) return all;
  const ids = failures.map(
    (failure: { itemIdentifier?: unknown } | null) => failure?.itemIdentifier,
  );
  return ids.every((id) => typeof id === 'string' && all.has(id)) ? new Set(ids as string[]) : all;
}
