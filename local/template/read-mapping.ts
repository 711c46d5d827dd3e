import { TemplateUnsupported } from './template-unsupported.ts';
import { numberOf, onlyPart, refuseOthers, referredPart, type Template } from './template.ts';

/** What takes messages from a queue to a function. */
export interface MappingDefinition {
  /** Logical ids. */
  readonly queueId: string;
  readonly functionId: string;
  /** Messages per invocation at most. */
  readonly batchSize: number;
  /** Invocations at a time. */
  readonly concurrency: number;
  /** Without it an answer counts as success, whatever it says. */
  readonly reportsItemFailures: boolean;
}

/** @throws TemplateUnsupported */
export function readMapping(template: Template): MappingDefinition {
  const part = onlyPart(template, 'AWS::Lambda::EventSourceMapping');
  const { id, properties } = part;
  refuseOthers(part, [
    'BatchSize',
    'EventSourceArn',
    'FunctionName',
    'FunctionResponseTypes',
    'ScalingConfig',
    'Tags',
  ]);
  const batchSize = numberOf(part, 'BatchSize');
  if (batchSize < 1 || batchSize > 10) {
    throw new TemplateUnsupported(id, `BatchSize is ${batchSize}; a FIFO queue gives 1 to 10`);
  }
  const { MaximumConcurrency } = (properties.ScalingConfig ?? {}) as Record<string, unknown>;
  if (typeof MaximumConcurrency !== 'number') {
    throw new TemplateUnsupported(id, 'ScalingConfig must name a MaximumConcurrency');
  }
  const responses = (properties.FunctionResponseTypes ?? []) as readonly unknown[];
  return {
    queueId: referredPart(template, 'AWS::SQS::Queue', properties.EventSourceArn, id).id,
    functionId: referredPart(template, 'AWS::Lambda::Function', properties.FunctionName, id).id,
    batchSize,
    concurrency: MaximumConcurrency,
    reportsItemFailures: responses.includes('ReportBatchItemFailures'),
  };
}
