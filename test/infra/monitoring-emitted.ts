import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const PROGRAM = fileURLToPath(new URL('monitoring-emitter.ts', import.meta.url));

/** A metric as CloudWatch knows it: the same name under other dimensions is another metric. */
export interface KnownMetric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

interface MetricDirective {
  readonly Namespace: string;
  readonly Dimensions: readonly (readonly string[])[];
  readonly Metrics: readonly { readonly Name: string }[];
}

interface Line {
  readonly _aws?: { readonly CloudWatchMetrics: readonly MetricDirective[] };
  readonly message?: string;
  readonly [field: string]: unknown;
}

/** What real functions print: their metrics, and the messages of their log. */
export async function emitted(): Promise<{ metrics: KnownMetric[]; messages: string[] }> {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [PROGRAM], {
    env: { PATH: process.env.PATH, AWS_LAMBDA_FUNCTION_NAME: 'smile-sandbox-worker' },
  });
  const lines = `${stdout}\n${stderr}`
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line);
  return {
    metrics: lines.flatMap(metricsIn),
    messages: lines.flatMap(({ message }) => message ?? []),
  };
}

function metricsIn({ _aws: emf, ...line }: Line): KnownMetric[] {
  const directives = emf?.CloudWatchMetrics ?? [];
  return directives.flatMap(({ Namespace: namespace, Dimensions, Metrics }) =>
    Dimensions.flatMap((set) => {
      const dimensions = Object.fromEntries(set.map((name) => [name, String(line[name])]));
      return Metrics.map(({ Name: name }) => ({ namespace, name, dimensions }));
    }),
  );
}
