import { STORE_WITHIN_MS } from '../lambdas/ingress/contract.ts';
import { READ_WITHIN_MS } from '../lambdas/loss-detector/contract.ts';
import { ANSWER_WITHIN_MS } from '../lambdas/widget-api/contract.ts';
import { ConfigurationInvalid } from './configuration/configuration-invalid.ts';
import { longestRetrySeconds } from './retry-time.ts';
import type { Settings } from './settings.ts';

const SECONDS_PER_DAY = 24 * 60 * 60;

/** Within these the functions give up by themselves. */
const INGRESS_NEEDS_SECONDS = STORE_WITHIN_MS / 1000;
const WIDGET_NEEDS_SECONDS = ANSWER_WITHIN_MS / 1000;
const LOSS_DETECTOR_NEEDS_SECONDS = READ_WITHIN_MS / 1000;

/**
 * The arithmetic between the settings, each with the sentence for when it does not hold.
 *
 * A message can wait for the whole retention of the events queue, die, wait for that of the dead letters,
 * and wait once more after a redrive. Its row and its body must outlive all of it: without the row the
 * event would be handled a second time, without the body not at all.
 */
function rules(settings: Settings): readonly (readonly [holds: boolean, sentence: string])[] {
  const { stage, ingress, worker, events, deadLetters, ledger, bodies, widget, retry } = settings;
  const retrySeconds = longestRetrySeconds(retry, events.visibilityTimeoutSeconds);
  const shortest = Math.min(
    ...[widget.callbacks, widget.linkToken, widget.status].map((each) => each.timeoutSeconds),
  );
  const longestWaitDays =
    (2 * events.retentionSeconds + deadLetters.retentionSeconds) / SECONDS_PER_DAY;
  return [
    [
      /^[a-z][a-z0-9-]{0,19}$/.test(stage),
      `stage is "${stage}": name it with up to 20 lower-case letters, digits and hyphens, a letter first.`,
    ],
    [
      (worker.batchSize as number) === 1,
      `worker.batchSize is ${worker.batchSize}: set it to 1, or one poison event takes the others of its batch into the dead letters.`,
    ],
    [
      worker.timeoutSeconds >= 10 && worker.timeoutSeconds <= 900,
      `worker.timeoutSeconds is ${worker.timeoutSeconds}: set it between 10, which the bookkeeping around a handler needs, and 900, where Lambda ends.`,
    ],
    [
      events.visibilityTimeoutSeconds === 6 * worker.timeoutSeconds,
      `events.visibilityTimeoutSeconds is ${events.visibilityTimeoutSeconds}: set it to ${6 * worker.timeoutSeconds}, six times the worker's timeout, or a message comes back while it is still being handled.`,
    ],
    [
      ingress.timeoutSeconds > INGRESS_NEEDS_SECONDS && ingress.timeoutSeconds <= 29,
      `ingress.timeoutSeconds is ${ingress.timeoutSeconds}: set it above ${INGRESS_NEEDS_SECONDS}, within which the ingress answers by itself, and up to 29, where API Gateway ends.`,
    ],
    [
      shortest > WIDGET_NEEDS_SECONDS,
      `a timeout of the widget's API is ${shortest}: set it above ${WIDGET_NEEDS_SECONDS}, within which its functions answer by themselves.`,
    ],
    [
      widget.lossDetector.timeoutSeconds > LOSS_DETECTOR_NEEDS_SECONDS,
      `lossDetector.timeoutSeconds is ${widget.lossDetector.timeoutSeconds}: set it above ${LOSS_DETECTOR_NEEDS_SECONDS}, within which it gives up reading by itself.`,
    ],
    [
      worker.concurrency >= 2 && worker.concurrency <= 1000,
      `worker.concurrency is ${worker.concurrency}: set it between 2 and 1000, the bounds of an event source mapping's maximum concurrency.`,
    ],
    [
      events.maxReceiveCount >= 100 && events.maxReceiveCount <= 1000,
      `events.maxReceiveCount is ${events.maxReceiveCount}: set it between 100 and 1000, because it is only a backstop behind the worker's own attempts, and every look in the console counts as a receive.`,
    ],
    [
      events.maxReceiveCount >= 10 * retry.maxAttempts,
      `an event may take ${retry.maxAttempts} attempts: set retry.attempts, and the attempts of each type, to ${events.maxReceiveCount / 10} at most, or SQS may give an event up before its attempts are spent.`,
    ],
    [
      retrySeconds < events.retentionSeconds / 2,
      `retry lets an event take ${Math.ceil(retrySeconds / SECONDS_PER_DAY)} days: set retry.attempts, the attempts of each type, retry.baseSeconds or the worker's timeout so that it takes less than ${events.retentionSeconds / 2 / SECONDS_PER_DAY}, half of what the queue keeps an event, or the ones behind it expire.`,
    ],
    [
      deadLetters.retentionSeconds >= events.retentionSeconds,
      `deadLetters.retentionSeconds is ${deadLetters.retentionSeconds}: set it to ${events.retentionSeconds} at least, the retention of the events queue.`,
    ],
    [
      ledger.retentionDays > longestWaitDays,
      `retentionDays.ledger is ${ledger.retentionDays}: set it above ${longestWaitDays}, the days that a message can spend in the queue, the dead letters and a redrive, or an event is handled twice.`,
    ],
    [
      bodies.retentionDays > longestWaitDays,
      `retentionDays.bodies is ${bodies.retentionDays}: set it above ${longestWaitDays}, the days that a message can spend in the queue, the dead letters and a redrive, or its body is gone before it is handled.`,
    ],
  ];
}

/** Throws {@link ConfigurationInvalid} with the first sentence whose arithmetic does not hold. */
export function checkSettings(settings: Settings): Settings {
  const broken = rules(settings).find(([holds]) => !holds);
  if (broken) throw new ConfigurationInvalid(`Stage ${settings.stage}: ${broken[1]}`);
  return settings;
}
