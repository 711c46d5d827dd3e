import type { CorsDefinition } from '../http-api/cors.ts';
import { TemplateUnsupported } from './template-unsupported.ts';
import {
  onlyPart,
  type Part,
  partsOf,
  referredPart,
  refuseOthers,
  type Template,
  textOf,
} from './template.ts';

/** A route of the HTTP API. */
export interface HttpApiRoute {
  /** `POST /callbacks` */
  readonly key: string;
  /** `/callbacks` */
  readonly path: string;
  /** Logical id. */
  readonly functionId: string;
}

/** The HTTP API, in front of a function per route. */
export interface HttpApiDefinition {
  readonly cors: CorsDefinition;
  readonly routes: readonly HttpApiRoute[];
}

const API = 'AWS::ApiGatewayV2::Api';

/** True when the stack has an HTTP API at all. */
export function hasHttpApi(template: Template): boolean {
  return partsOf(template, API).length > 0;
}

/** @throws TemplateUnsupported */
export function readHttpApi(template: Template): HttpApiDefinition {
  const api = onlyPart(template, API);
  refuseOthers(api, ['CorsConfiguration', 'Description', 'Name', 'ProtocolType', 'Tags']);
  expectText(api, 'ProtocolType', 'HTTP');
  checkStage(template);
  return {
    cors: readCors(api),
    routes: partsOf(template, 'AWS::ApiGatewayV2::Route').map((part) => routeOf(template, part)),
  };
}

/** Its paths have no stage in front, and what is in the template is what answers. */
function checkStage(template: Template): void {
  const stage = onlyPart(template, 'AWS::ApiGatewayV2::Stage');
  // Throttles and access logs are for AWS.
  const leftOut = ['AccessLogSettings', 'DefaultRouteSettings', 'RouteSettings', 'Tags'];
  refuseOthers(stage, ['ApiId', 'AutoDeploy', 'StageName', ...leftOut]);
  expectText(stage, 'StageName', '$default');
  if (stage.properties.AutoDeploy === true) return;
  throw new TemplateUnsupported(stage.id, 'AutoDeploy must be true, or changes would not be seen');
}

function readCors({ id, properties }: Part): CorsDefinition {
  if (properties.CorsConfiguration === undefined) {
    throw new TemplateUnsupported(id, 'without a CorsConfiguration no page could call it');
  }
  const part = { id, properties: properties.CorsConfiguration as Part['properties'] };
  refuseOthers(part, ['AllowHeaders', 'AllowMethods', 'AllowOrigins', 'ExposeHeaders', 'MaxAge']);
  const { MaxAge = 0 } = part.properties;
  return {
    origins: listOf(part, 'AllowOrigins'),
    methods: listOf(part, 'AllowMethods'),
    headers: listOf(part, 'AllowHeaders'),
    exposed: listOf(part, 'ExposeHeaders'),
    maxAge: Number(MaxAge),
  };
}

/** Wildcards mean something else in each of these lists; the stack writes none. */
function listOf({ id, properties }: Part, name: string): readonly string[] {
  const list: unknown = properties[name] ?? [];
  if (Array.isArray(list) && list.every(isPlain)) return list as string[];
  throw new TemplateUnsupported(id, `${name} must be a list of texts without a wildcard`);
}

function isPlain(value: unknown): boolean {
  return typeof value === 'string' && !value.includes('*');
}

/** One method and one path, to one function that gets payload format 2.0. */
function routeOf(template: Template, route: Part): HttpApiRoute {
  refuseOthers(route, ['ApiId', 'AuthorizationType', 'RouteKey', 'Target']);
  if ('AuthorizationType' in route.properties) expectText(route, 'AuthorizationType', 'NONE');
  const key = textOf(route, 'RouteKey');
  const [, path] = /^[A-Z]+ (\/[^{}*]+)$/.exec(key) ?? [];
  if (path === undefined || key.startsWith('ANY ')) {
    throw new TemplateUnsupported(route.id, `the local gateway knows no route like ${key}`);
  }
  const integration = integrationOf(template, route);
  refuseOthers(integration, ['ApiId', 'IntegrationType', 'IntegrationUri', 'PayloadFormatVersion']);
  expectText(integration, 'IntegrationType', 'AWS_PROXY');
  expectText(integration, 'PayloadFormatVersion', '2.0');
  const { IntegrationUri } = integration.properties;
  const target = referredPart(template, 'AWS::Lambda::Function', IntegrationUri, integration.id);
  return { key, path, functionId: target.id };
}

/** integrations/{ the integration's id } */
function integrationOf(template: Template, { id, properties }: Part): Part {
  const { 'Fn::Join': joined } = (properties.Target ?? {}) as {
    readonly 'Fn::Join'?: readonly [string, readonly unknown[]];
  };
  return referredPart(template, 'AWS::ApiGatewayV2::Integration', joined?.[1][1], id);
}

function expectText(part: Part, name: string, expected: string): void {
  if (part.properties[name] === expected) return;
  const found = JSON.stringify(part.properties[name]);
  throw new TemplateUnsupported(
    part.id,
    `${name} is ${found}; the local gateway knows ${expected} only`,
  );
}
