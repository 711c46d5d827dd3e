import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { MAX_LOSS_AFTER_MINUTES } from '../../infra/configuration/widget.ts';
import {
  CALLBACKS_VARIABLES,
  INGRESS_VARIABLES,
  LINK_TOKEN_VARIABLES,
  LOSS_DETECTOR_VARIABLES,
  STATUS_VARIABLES,
  WORKER_VARIABLES,
} from '../../infra/functions/variables.ts';
import { oldSeconds } from '../../infra/monitoring/worker-alarms.ts';
import { settingsFor } from '../../infra/settings.ts';
import { BODIES_PREFIX } from '../../infra/storage/bodies-bucket.ts';
import { RetryAfterError } from '../../lambdas/receiver/index.ts';
import { RETRY } from '../../lambdas/worker/retry.ts';

const LAMBDAS = fileURLToPath(new URL('../../lambdas', import.meta.url));
const source = (file: string) => readFileSync(`${LAMBDAS}/${file}`, 'utf8');

/** The variables that a file asks for by name. */
const asked = (file: string) =>
  Array.from(source(file).matchAll(/required(?:Number)?\('([A-Z_]+)'\)/g), ([, name = '']) => name);

/** Read by Powertools, not by our code. */
const LOG_LEVEL = 'POWERTOOLS_LOG_LEVEL';

describe('infrastructure and code, which do not import each other, agree on', () => {
  it('the variables of the ingress', () => {
    expect([...asked('ingress/index.ts'), LOG_LEVEL].toSorted()).toEqual(
      [...INGRESS_VARIABLES].toSorted(),
    );
  });

  it('the variables of the worker', () => {
    expect([...asked('worker/deployed-parts.ts'), LOG_LEVEL].toSorted()).toEqual(
      [...WORKER_VARIABLES].toSorted(),
    );
  });

  it.each([
    ['callbacks', CALLBACKS_VARIABLES],
    ['link-token', LINK_TOKEN_VARIABLES],
    ['status', STATUS_VARIABLES],
  ] as const)('the variables of %s', (name, variables) => {
    const its = [...asked(`${name}/index.ts`), ...asked('widget-api/deployed-api-parts.ts')];

    expect([...new Set(its), LOG_LEVEL].toSorted()).toEqual([...variables].toSorted());
  });

  it('the variables of the loss detector', () => {
    expect([...asked('loss-detector/index.ts'), LOG_LEVEL].toSorted()).toEqual(
      [...LOSS_DETECTOR_VARIABLES].toSorted(),
    );
  });

  it('the variables that any other part of the code asks for: those that Lambda sets', () => {
    const files = readdirSync(LAMBDAS, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.ts'),
    );
    const given = new Set<string>([
      ...INGRESS_VARIABLES,
      ...WORKER_VARIABLES,
      ...CALLBACKS_VARIABLES,
      ...LINK_TOKEN_VARIABLES,
      ...STATUS_VARIABLES,
      ...LOSS_DETECTOR_VARIABLES,
    ]);

    const others = files.flatMap(asked).filter((name) => !given.has(name));

    expect([...new Set(others)].toSorted()).toEqual([
      'AWS_ACCESS_KEY_ID',
      'AWS_REGION',
      'AWS_SECRET_ACCESS_KEY',
    ]);
  });

  it('the place of bodies in the bucket', () => {
    expect(source('message/event-key.ts')).toContain(`\`${BODIES_PREFIX}\${`);
  });

  it('the source of announcements', () => {
    expect(source('worker/announce.ts')).toContain("ANNOUNCEMENT_SOURCE = 'smile.events'");
  });

  it("the time within which the widget's API answers", () => {
    const [, milliseconds] =
      /ANSWER_WITHIN_MS = (\d+)/.exec(source('widget-api/widget-function.ts')) ?? [];
    const { callbacks, linkToken, status } = settingsFor('sandbox').widget;

    for (const { timeoutSeconds } of [callbacks, linkToken, status]) {
      expect(Number(milliseconds) / 1000).toBeLessThan(timeoutSeconds);
    }
  });

  it('the time within which the loss detector reads', () => {
    const [, milliseconds = ''] =
      /READ_WITHIN_MS = ([\d_]+)/.exec(source('loss-detector/index.ts')) ?? [];
    const { timeoutSeconds } = settingsFor('sandbox').widget.lossDetector;

    expect(Number(milliseconds.replaceAll('_', '')) / 1000).toBeLessThan(timeoutSeconds);
  });

  it('the time for which the loss detector looks back, in which it must be able to find something', () => {
    expect(source('loss-detector/handler.ts')).toContain('WATCHED_MS = 24 * 60 * MINUTE_MS;');
    expect(MAX_LOSS_AFTER_MINUTES).toBeLessThan(24 * 60);
  });

  it('how often the loss detector runs, by which it knows what is new', () => {
    const { everyMinutes } = settingsFor('sandbox').widget.lossDetector;

    expect(source('loss-detector/handler.ts')).toContain(`RUNS_EVERY_MINUTES = ${everyMinutes};`);
  });

  it('the longest time that retries take, after which an event is too old', () => {
    const longestWait = Math.max(RETRY.maxFaultSeconds, new RetryAfterError(Infinity).seconds);

    expect(oldSeconds({ visibilityTimeoutSeconds: 1 })).toBe(longestWait + 300);
    expect(oldSeconds({ visibilityTimeoutSeconds: 1000 })).toBe(RETRY.maxAttempts * 1000 + 300);
  });

  it('the index of what waits for a webhook', () => {
    const [index] = settingsFor('sandbox').state.indexes;
    const search = source('state/state-search.ts');

    for (const name of [index?.name, index?.partitionKey, index?.sortKey]) {
      expect(search).toContain(name);
    }
  });

  it('the time within which the ingress answers', () => {
    const [, milliseconds] = /STORE_WITHIN_MS = (\d+)/.exec(source('ingress/handler.ts')) ?? [];

    expect(Number(milliseconds) / 1000).toBeLessThan(settingsFor('sandbox').ingress.timeoutSeconds);
  });
});
