import { describe, expect, it } from 'vitest';
import { checkSettings } from '../../infra/check-settings.ts';
import { type Settings, settingsFor } from '../../infra/settings.ts';
import { sandboxWith } from './synthesized.ts';

const good = settingsFor('sandbox');

describe('settings that do not fit together stop the synthesis with a sentence', () => {
  it.each<readonly [string, Settings, string]>([
    [
      'a message that comes back while it is handled',
      { ...good, events: { ...good.events, visibilityTimeoutSeconds: 60 } },
      "Stage sandbox: events.visibilityTimeoutSeconds is 60: set it to 180, six times the worker's timeout, or a message comes back while it is still being handled.",
    ],
    [
      'batches',
      { ...good, worker: { ...good.worker, batchSize: 10 as 1 } },
      'Stage sandbox: worker.batchSize is 10: set it to 1, or one poison event takes the others of its batch into the dead letters.',
    ],
    [
      'a ledger that forgets what still waits',
      { ...good, ledger: { ...good.ledger, retentionDays: 42 } },
      'Stage sandbox: retentionDays.ledger is 42: set it above 42, the days that a message can spend in the queue, the dead letters and a redrive, or an event is handled twice.',
    ],
    [
      'bodies that go before their events',
      { ...good, bodies: { retentionDays: 30 } },
      'Stage sandbox: retentionDays.bodies is 30: set it above 42, the days that a message can spend in the queue, the dead letters and a redrive, or its body is gone before it is handled.',
    ],
    [
      'dead letters that go first',
      { ...good, deadLetters: { ...good.deadLetters, retentionSeconds: 86_400 } },
      'Stage sandbox: deadLetters.retentionSeconds is 86400: set it to 1209600 at least, the retention of the events queue.',
    ],
    [
      'an ingress that is cut off',
      { ...good, ingress: { ...good.ingress, timeoutSeconds: 8 } },
      'Stage sandbox: ingress.timeoutSeconds is 8: set it above 8, within which the ingress answers by itself, and up to 29, where API Gateway ends.',
    ],
    [
      'a page that is cut off',
      {
        ...good,
        widget: { ...good.widget, status: { ...good.widget.status, timeoutSeconds: 8 } },
      },
      "Stage sandbox: a timeout of the widget's API is 8: set it above 8, within which its functions answer by themselves.",
    ],
    [
      'a loss detector that is cut off',
      {
        ...good,
        widget: {
          ...good.widget,
          lossDetector: { ...good.widget.lossDetector, timeoutSeconds: 20 },
        },
      },
      'Stage sandbox: lossDetector.timeoutSeconds is 20: set it above 20, within which it gives up reading by itself.',
    ],
    [
      'a backstop in the way',
      { ...good, events: { ...good.events, maxReceiveCount: 5 } },
      "Stage sandbox: events.maxReceiveCount is 5: set it between 100 and 1000, because it is only a backstop behind the worker's own attempts, and every look in the console counts as a receive.",
    ],
    [
      'more attempts than SQS lets an event have',
      { ...good, retry: { ...good.retry, maxAttempts: 101 } },
      'Stage sandbox: an event may take 101 attempts: set retry.attempts, and the attempts of each type, to 100 at most, or SQS may give an event up before its attempts are spent.',
    ],
    [
      'retries that outlast the events behind them',
      {
        ...settingsFor('sandbox', 900),
        retry: { maxAttempts: 100, baseSeconds: 900, maxFaultSeconds: 900 },
        events: { ...settingsFor('sandbox', 900).events, retentionSeconds: 86_400 },
        deadLetters: good.deadLetters,
      },
      "Stage sandbox: retry lets an event take 7 days: set retry.attempts, the attempts of each type, retry.baseSeconds or the worker's timeout so that it takes less than 0.5, half of what the queue keeps an event, or the ones behind it expire.",
    ],
    [
      'a name that AWS does not take',
      { ...good, stage: 'My Stage' },
      'Stage My Stage: stage is "My Stage": name it with up to 20 lower-case letters, digits and hyphens, a letter first.',
    ],
  ])('%s', (_what, settings, sentence) => {
    expect(() => checkSettings(settings)).toThrow(sentence);
  });

  it('so does a stage', () => {
    expect(() => sandboxWith({ retentionDays: { bodies: 30 } })).toThrow(
      'retentionDays.bodies is 30: set it above 42',
    );
  });
});

describe('settings that fit together', () => {
  it.each([10, 30, 900])('are those of a worker with %i seconds', (timeoutSeconds) => {
    const settings = settingsFor('production', timeoutSeconds);

    expect(checkSettings(settings)).toBe(settings);
  });
});
