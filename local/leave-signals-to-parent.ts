/**
 * Ctrl-C, and what ends a container or a job, reach the whole process group at once. The parent ends its
 * children in order; they must not go before.
 */
export function leaveSignalsToParent(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, ignore);
}

const ignore = () => undefined;
