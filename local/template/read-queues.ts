import { TemplateUnsupported } from './template-unsupported.ts';
import { type Part, partsOf, referredPart, type Template, textOf } from './template.ts';

/** A queue as it is to be made. */
export interface QueueDefinition {
  readonly name: string;
  /** As SQS's API writes them; all but the redrive policy, which needs an ARN. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Where messages go that were received too often. */
  readonly redrive?: {
    /** Logical id. */
    readonly deadLettersId: string;
    readonly maxReceiveCount: number;
  };
}

/** No attribute: the name, what needs an ARN, and who may redrive, which nobody checks here. */
const APART = new Set(['QueueName', 'RedrivePolicy', 'RedriveAllowPolicy', 'Tags']);

/** The queues by logical id. @throws TemplateUnsupported */
export function readQueues(template: Template): Readonly<Record<string, QueueDefinition>> {
  const parts = partsOf(template, 'AWS::SQS::Queue');
  return Object.fromEntries(parts.map((part) => [part.id, queueOf(template, part)]));
}

function queueOf(template: Template, part: Part): QueueDefinition {
  const { id, properties } = part;
  const attributes = Object.entries(properties).filter(([name]) => !APART.has(name));
  for (const [name, value] of attributes) {
    if (!['string', 'number', 'boolean'].includes(typeof value)) {
      throw new TemplateUnsupported(id, `the local run cannot read ${name}`);
    }
  }
  return {
    name: textOf(part, 'QueueName'),
    attributes: Object.fromEntries(attributes.map(([name, value]) => [name, String(value)])),
    ...redriveOf(template, part),
  };
}

function redriveOf(template: Template, { id, properties }: Part): Pick<QueueDefinition, 'redrive'> {
  const policy = properties.RedrivePolicy as Record<string, unknown> | undefined;
  if (policy === undefined) return {};
  const { deadLetterTargetArn, maxReceiveCount } = policy;
  if (typeof maxReceiveCount !== 'number') {
    throw new TemplateUnsupported(id, 'its redrive policy must name a maxReceiveCount');
  }
  const { id: deadLettersId } = referredPart(template, 'AWS::SQS::Queue', deadLetterTargetArn, id);
  return { redrive: { deadLettersId, maxReceiveCount } };
}
