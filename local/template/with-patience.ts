import type { System } from './system.ts';

/** Times of a run, in seconds. */
export interface Patience {
  readonly ingressTimeout?: number;
  readonly workerTimeout: number;
  /** How long a message stays hidden after a crash. */
  readonly visibilityTimeout: number;
}

/** The same system with other times, everywhere that the template writes them. */
export function withPatience(patience: Patience) {
  const { ingressTimeout, workerTimeout, visibilityTimeout } = patience;
  return (system: System): System => {
    const { ingress, worker, queues, mapping } = system;
    const events = queues[mapping.queueId];
    if (!events) throw new Error(`The template has no queue ${mapping.queueId}.`);
    const VisibilityTimeout = String(visibilityTimeout);
    return {
      ...system,
      ingress: { ...ingress, timeoutSeconds: ingressTimeout ?? ingress.timeoutSeconds },
      worker: {
        ...worker,
        timeoutSeconds: workerTimeout,
        environment: { ...worker.environment, VISIBILITY_TIMEOUT_SECONDS: VisibilityTimeout },
      },
      queues: {
        ...queues,
        [mapping.queueId]: { ...events, attributes: { ...events.attributes, VisibilityTimeout } },
      },
    };
  };
}
