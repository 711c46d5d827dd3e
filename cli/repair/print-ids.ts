/** What a dry run has to say: one event a line. */
export function printIds(
  events: readonly { readonly eventId: string }[],
  { json }: { readonly json?: true },
): void {
  for (const { eventId } of events) {
    process.stdout.write(`${json ? JSON.stringify({ eventId }) : eventId}\n`);
  }
}
