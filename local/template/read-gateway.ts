import { type GatewayResponses, readGatewayResponses } from './read-gateway-responses.ts';
import { readAllowedSources } from './read-policy.ts';
import { TemplateUnsupported } from './template-unsupported.ts';
import { onlyPart, type Part, referredPart, type Template, textOf } from './template.ts';

/** The REST API: one method of one path, in front of one function. */
export interface GatewayDefinition {
  readonly stage: string;
  readonly method: string;
  readonly path: string;
  /** Logical id. */
  readonly functionId: string;
  /** CIDR blocks that the resource policy lets in. */
  readonly allowedSources: readonly string[];
  /** What it says by itself, by response type. */
  readonly responses: GatewayResponses;
}

/** @throws TemplateUnsupported */
export function readGateway(template: Template): GatewayDefinition {
  const api = onlyPart(template, 'AWS::ApiGateway::RestApi');
  refuseTextMedia(api);
  const method = textOf(onlyPart(template, 'AWS::ApiGateway::Method'), 'HttpMethod');
  // The method's resource, of which there is one, stands under the root.
  const path = `/${textOf(onlyPart(template, 'AWS::ApiGateway::Resource'), 'PathPart')}`;
  return {
    stage: textOf(onlyPart(template, 'AWS::ApiGateway::Stage'), 'StageName'),
    method,
    path,
    functionId: functionBehind(template),
    allowedSources: readAllowedSources(api, method, path),
    responses: readGatewayResponses(template),
  };
}

/** The local gateway hands every body over as bytes; another one would re-encode what it takes for text. */
function refuseTextMedia({ id, properties }: Part): void {
  const types = (properties.BinaryMediaTypes ?? []) as readonly unknown[];
  if (types.includes('*/*')) return;
  throw new TemplateUnsupported(
    id,
    'BinaryMediaTypes must hold */*, or bodies would not arrive whole',
  );
}

function functionBehind(template: Template): string {
  const { id, properties } = onlyPart(template, 'AWS::ApiGateway::Method');
  const { Type, Uri } = (properties.Integration ?? {}) as Record<string, unknown>;
  const joined = (
    Uri as { readonly 'Fn::Join'?: readonly [string, readonly unknown[]] } | undefined
  )?.['Fn::Join'];
  // arn:…:lambda:path/2015-03-31/functions/{ the function's ARN }/invocations
  const target = joined?.[1].find(
    (part) => typeof part === 'object' && part && 'Fn::GetAtt' in part,
  );
  if (Type !== 'AWS_PROXY') {
    throw new TemplateUnsupported(id, 'the local gateway knows the integration AWS_PROXY only');
  }
  return referredPart(template, 'AWS::Lambda::Function', target, id).id;
}
