import { DOCUMENTED } from './monitoring-documented.ts';
import type { KnownMetric } from './monitoring-emitted.ts';
import type { MonitoredStack } from './monitoring-stack.ts';

/** One text for one metric, whatever the order of its dimensions. */
export function keyOf({ namespace, name, dimensions }: KnownMetric): string {
  const pairs = Object.entries(dimensions).map((pair) => pair.join('='));
  return [namespace, name, ...pairs.toSorted()].join(' ');
}

/** Values of a dimension that are of the stack, as its template names them. */
function ofTheStack({ watched, named }: MonitoredStack, dimension: string): readonly string[] {
  const { restApi, ingress, worker, eventsQueue, deadLettersQueue, widget } = watched;
  const functions = [ingress, worker, ...(widget ? [widget.lossDetector] : [])];
  const values: Record<string, readonly unknown[]> = {
    ApiName: [restApi.restApiName],
    ApiId: [widget?.api.api.apiId],
    Stage: [restApi.deploymentStage.stageName, widget?.api.stageName],
    FunctionName: functions.map(({ functionName }) => functionName),
    QueueName: [eventsQueue.queueName, deadLettersQueue.queueName],
  };
  return (values[dimension] ?? []).map(named);
}

/** Says why a metric does not exist; undefined: the code emits it, or AWS does for the stack. */
export function faultOf(
  metric: KnownMetric,
  emitted: readonly KnownMetric[],
  stack: MonitoredStack,
): string | undefined {
  const { namespace, name, dimensions } = metric;
  if (namespace === 'Smile') {
    const isEmitted = emitted.some((one) => keyOf(one) === keyOf(metric));
    return isEmitted ? undefined : `the code does not emit ${keyOf(metric)}`;
  }
  const documented = (DOCUMENTED[namespace] ?? []).filter(({ metrics }) => metrics.includes(name));
  if (documented.length === 0) return `AWS documents no ${namespace} ${name}`;
  const set = Object.keys(dimensions).toSorted().join();
  const sets = documented.flatMap(({ dimensions: known }) => known);
  if (!sets.some((known) => known.toSorted().join() === set)) {
    return `AWS documents no ${name} by ${set}`;
  }
  const foreign = Object.entries(dimensions).find(
    ([dimension, value]) => !ofTheStack(stack, dimension).includes(value),
  );
  return foreign && `${name} is of ${foreign.join(' ')}, which is not in the stack`;
}
