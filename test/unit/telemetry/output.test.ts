import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { STRANGE_ID } from './strange-id.ts';
import { CANARY, CANARY_AMOUNT } from '../worker/canaries.ts';

const PROGRAM = fileURLToPath(new URL('say-everything.ts', import.meta.url));

/** A line of CloudWatch's embedded metric format: its directives, and the values beside them. */
interface Metric {
  readonly directives: readonly {
    readonly Namespace: string;
    readonly Dimensions: readonly (readonly string[])[];
    readonly Metrics: readonly { readonly Name: string; readonly Unit: string }[];
  }[];
  readonly values: Readonly<Record<string, unknown>>;
}

/** What an ingress and a worker with the real log and metrics print, line by line. */
const printed = { text: '', metrics: [] as Metric[], logs: [] as Record<string, unknown>[] };

beforeAll(async () => {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [PROGRAM], {
    env: { PATH: process.env.PATH, AWS_LAMBDA_FUNCTION_NAME: 'smile-sandbox-worker' },
  });
  printed.text = stdout + stderr;
  for (const line of printed.text.split('\n').filter(Boolean)) {
    const { _aws: emf, ...values } = JSON.parse(line) as Record<string, unknown>;
    printed.logs.push(values);
    if (emf !== undefined) printed.metrics.push({ directives: directivesIn(emf), values });
  }
});

const directivesIn = (emf: unknown) =>
  (emf as { CloudWatchMetrics: Metric['directives'] }).CloudWatchMetrics;

const definitions = ({ directives }: Metric) => directives.flatMap(({ Metrics }) => Metrics);

/** What was printed with this metric: its value, its dimensions, and what was measured with it. */
const metric = (name: string) =>
  printed.metrics
    .filter((line) => definitions(line).some(({ Name }) => Name === name))
    .map(({ values }) => values);

/** The sets of dimensions under which a metric was printed. */
const dimensionsOf = (name: string) =>
  printed.metrics
    .flatMap(({ directives }) => directives)
    .filter(({ Metrics }) => Metrics.some(({ Name }) => Name === name))
    .flatMap(({ Dimensions }) => Dimensions.map((set) => set.join()));

const unitOf = (name: string) =>
  printed.metrics.flatMap(definitions).find(({ Name }) => Name === name)?.Unit;

describe('the metrics that a function prints', () => {
  it('are of one namespace, by stage and few other dimensions', () => {
    const directives = printed.metrics.flatMap((line) => line.directives);
    const dimensions = directives.flatMap(({ Dimensions }) => Dimensions).map((set) => set.join());

    expect(new Set(directives.map(({ Namespace }) => Namespace))).toEqual(new Set(['Smile']));
    expect(new Set(dimensions)).toEqual(
      new Set(['stage', 'stage,reason', 'stage,type', 'stage,type,outcome']),
    );
    expect(new Set(printed.metrics.map(({ values }) => values.stage))).toEqual(
      new Set(['sandbox']),
    );
  });

  it('count what happened, each under its own dimensions', () => {
    expect(metric('Received')).toHaveLength(3);
    const stored = { Received: 1, Stored: 1 };
    expect(metric('Stored')).toMatchObject([stored, stored]);
    // The sum for the alarm, and the reason for the person who looks.
    expect(metric('Refused')).toMatchObject([{ Received: 1, Refused: 1, reason: 'mismatch' }]);
    expect(dimensionsOf('Refused')).toEqual(['stage', 'stage,reason']);
    expect(metric('Retries')).toMatchObject([{ Retries: 1, reason: 'failed' }]);
    expect(metric('Quarantined')).toMatchObject([{ Quarantined: 1 }]);
    expect(metric('Handled')).toMatchObject([
      { Handled: 1, type: 'ACCOUNT_CONNECTED', outcome: 'APPLIED' },
    ]);
    expect(metric('DeadLetters')).toMatchObject([{ DeadLetters: 1, type: 'ACCOUNT_CONNECTED' }]);
  });

  it('have each its own dimensions, also where two sets share a line', () => {
    expect(metric('Quarantined')[0]).not.toHaveProperty('reason');
    expect(dimensionsOf('Handled')).toEqual(['stage,type,outcome']);
    expect(dimensionsOf('AgeToDone')).toEqual(['stage']);
  });

  it('have their units', () => {
    expect(unitOf('AgeToDone')).toBe('Milliseconds');
    expect(unitOf('Handled')).toBe('Count');
  });

  it('have no dimension that names an event, user, message or request', () => {
    const values = printed.metrics.flatMap((line) =>
      line.directives.flatMap(({ Dimensions }) =>
        Dimensions.flat().map((name) => line.values[name]),
      ),
    );

    expect(values.length).toBeGreaterThan(5);
    expect(values.join()).not.toMatch(/et-\d|exampletenant|message-|request-/);
  });
});

describe('the log that a function prints', () => {
  it('is one object a line, with its message, level, function and request', () => {
    expect(printed.logs.length).toBeGreaterThan(5);
    for (const line of printed.logs) {
      expect(line).toMatchObject({
        level: expect.stringMatching(/^(INFO|WARN|ERROR)$/) as string,
        message: expect.any(String) as string,
        requestId: 'request-1',
      });
    }
  });

  it('tells of a failed attempt whose it was and where it broke', () => {
    const line = printed.logs.find(({ message }) => message === 'attempt failed');

    expect(line).toMatchObject({ level: 'ERROR', eventId: 'et-1', errorClass: 'TypeError' });
    expect(line?.frames).toContain('say-everything.ts');
  });

  it('holds an id from outside unchanged, but nothing that a terminal would act upon', () => {
    const ids = printed.logs.map(({ eventId }) => eventId);

    expect(ids).toContain(STRANGE_ID);
    expect(printed.text).toContain('et-\\u202e');
    expect(printed.text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  });

  it('takes nothing along from one line to the next', () => {
    const refused = printed.logs.find(({ message }) => message === 'signature refused');

    expect(refused).toMatchObject({ level: 'WARN', reason: 'mismatch' });
    expect(refused).not.toHaveProperty('eventId');
  });

  it('has one line of a received event, and one of a handled event', () => {
    const lines = printed.logs.filter(
      ({ eventId, message }) => eventId === 'et-1' && /^event (stored|done)$/.test(String(message)),
    );

    expect(lines).toMatchObject([
      { message: 'event stored', Stored: 1 },
      {
        message: 'event done',
        outcome: 'APPLIED',
        attempt: 2,
        durationMs: expect.any(Number) as number,
      },
    ]);
  });

  it('of both functions together stays within 1,200 bytes for an event', () => {
    const lines = printed.text
      .split('\n')
      .filter((line) => /"event (stored|done)"/.test(line) && line.includes('"et-1"'));

    expect(lines).toHaveLength(2);
    // Request and message ids have 36 characters each on AWS, event ids 35.
    const shorter = 2 * (36 - 'request-1'.length) + (36 - 'message-1'.length) + 2 * (35 - 4);
    expect(lines.join('').length + shorter).toBeLessThan(1200);
  });

  it('holds nothing personal, and nor do the metrics', () => {
    expect(printed.text).toContain('et-1');
    expect(printed.text).not.toContain(CANARY);
    expect(printed.text).not.toContain(String(CANARY_AMOUNT));
  });
});
