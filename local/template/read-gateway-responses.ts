import { TemplateUnsupported } from './template-unsupported.ts';
import { type Part, partsOf, type Template, textOf } from './template.ts';

/** What the gateway answers in place of its own words. */
export interface GatewayResponse {
  /** Absent: the gateway's own. */
  readonly status?: number;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON text. */
  readonly body?: string;
}

/** By response type, such as `ACCESS_DENIED`. */
export type GatewayResponses = Readonly<Record<string, GatewayResponse>>;

const HEADER = 'gatewayresponse.header.';

/** @throws TemplateUnsupported */
export function readGatewayResponses(template: Template): GatewayResponses {
  const parts = partsOf(template, 'AWS::ApiGateway::GatewayResponse');
  return Object.fromEntries(parts.map((part) => [textOf(part, 'ResponseType'), responseOf(part)]));
}

function responseOf(part: Part): GatewayResponse {
  const { id, properties } = part;
  const { ResponseParameters = {}, ResponseTemplates = {} } = properties as {
    readonly ResponseParameters?: Readonly<Record<string, string>>;
    readonly ResponseTemplates?: Readonly<Record<string, string>>;
  };
  const body = ResponseTemplates['application/json'];
  if (body?.includes('$')) {
    throw new TemplateUnsupported(id, 'the local gateway fills no variables into its responses');
  }
  return {
    ...('StatusCode' in properties ? { status: Number(properties.StatusCode) } : {}),
    headers: Object.fromEntries(
      Object.entries(ResponseParameters).map(([name, value]) => headerOf(id, name, value)),
    ),
    ...(body === undefined ? {} : { body }),
  };
}

/** `gatewayresponse.header.cache-control` and `'no-store'`, in quotes of its own. */
function headerOf(id: string, name: string, value: string): readonly [string, string] {
  const [, text] = /^'(.*)'$/.exec(value) ?? [];
  if (name.startsWith(HEADER) && text !== undefined) return [name.slice(HEADER.length), text];
  throw new TemplateUnsupported(id, `the local gateway cannot answer ${name} with ${value}`);
}
