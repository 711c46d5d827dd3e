import { TemplateUnsupported } from './template-unsupported.ts';
import { onlyPart, referredPart, refuseOthers, type Template, textOf } from './template.ts';

/** What starts a function again and again. */
export interface ScheduleDefinition {
  /** Logical id. */
  readonly id: string;
  readonly everyMinutes: number;
  /** Logical id. */
  readonly functionId: string;
}

/** The rule with a schedule, of which there is one. @throws TemplateUnsupported */
export function readSchedule(template: Template): ScheduleDefinition {
  const rule = onlyPart(template, 'AWS::Events::Rule');
  const { id, properties } = rule;
  refuseOthers(rule, ['Description', 'Name', 'ScheduleExpression', 'State', 'Targets']);
  const expression = textOf(rule, 'ScheduleExpression');
  const [, minutes] = /^rate\((\d+) minutes?\)$/.exec(expression) ?? [];
  if (minutes === undefined || properties.State !== 'ENABLED') {
    throw new TemplateUnsupported(id, 'the local run keeps enabled rates in minutes only');
  }
  const [target, ...more] = properties.Targets as readonly Readonly<Record<string, unknown>>[];
  if (!target || more.length > 0) throw new TemplateUnsupported(id, 'it must have one target');
  // What happens to an invocation that failed is left to AWS: the next one comes soon.
  refuseOthers({ id, properties: target }, ['Arn', 'Id', 'RetryPolicy']);
  return {
    id,
    everyMinutes: Number(minutes),
    functionId: referredPart(template, 'AWS::Lambda::Function', target.Arn, id).id,
  };
}
