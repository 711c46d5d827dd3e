import { ACCOUNT, REGION } from '../aws.ts';
import { TemplateUnsupported } from './template-unsupported.ts';

/** What a resource of the template has become on this machine, by logical id. */
export type Made = Readonly<
  Record<
    string,
    {
      /** What `Ref` gives: a queue's URL, a name. */
      readonly ref: string;
      readonly arn: string;
    }
  >
>;

const PSEUDO_PARAMETERS: Readonly<Record<string, string>> = {
  'AWS::AccountId': ACCOUNT,
  'AWS::Partition': 'aws',
  'AWS::Region': REGION,
};

/**
 * The text behind a value of the template.
 *
 * @param where the resource that holds it, for the error
 * @throws TemplateUnsupported
 */
export function resolve(value: unknown, made: Made, where: string): string {
  const resolved = resolvedText(value, made);
  if (resolved !== undefined) return resolved;
  throw new TemplateUnsupported(where, `the local run cannot resolve ${JSON.stringify(value)}`);
}

/** The same; undefined for what refers to something that is not on this machine. */
export function resolvedText(value: unknown, made: Made): string | undefined {
  if (typeof value === 'string') return value;
  const [[kind, argument] = ['', undefined]] = Object.entries(value ?? {}) as [string, unknown][];
  switch (kind) {
    case 'Ref':
      return PSEUDO_PARAMETERS[String(argument)] ?? made[String(argument)]?.ref;
    case 'Fn::GetAtt': {
      const [id, attribute] = argument as readonly string[];
      return attribute === 'Arn' ? made[String(id)]?.arn : undefined;
    }
    case 'Fn::Join': {
      const [separator, parts] = argument as readonly [string, readonly unknown[]];
      const texts = parts.map((part) => resolvedText(part, made));
      return texts.includes(undefined) ? undefined : texts.join(separator);
    }
    default:
      return undefined;
  }
}
