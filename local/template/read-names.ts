import { generatedName } from './generated-name.ts';
import { onlyPart, partsOf, type Template, textOf } from './template.ts';

/** Names of the buckets by logical id; S3 takes lower case only. */
export function readBuckets(template: Template, stage: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    partsOf(template, 'AWS::S3::Bucket').map((part) => [
      part.id,
      'BucketName' in part.properties
        ? textOf(part, 'BucketName')
        : generatedName(stage, part.id).toLowerCase(),
    ]),
  );
}

/** The bus of the announcements. */
export function readBus(template: Template): { readonly id: string; readonly name: string } {
  const part = onlyPart(template, 'AWS::Events::EventBus');
  return { id: part.id, name: textOf(part, 'Name') };
}
