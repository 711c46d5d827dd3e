import type { GatewayDefinition } from './read-gateway.ts';
import { readGateway } from './read-gateway.ts';
import { type FunctionDescription, readFunction } from './read-function.ts';
import { type MappingDefinition, readMapping } from './read-mapping.ts';
import { type QueueDefinition, readQueues } from './read-queues.ts';
import { hasHttpApi } from './read-http-api.ts';
import { type GeneratedSecretDefinition, readGeneratedSecret } from './read-secret.ts';
import { readWidget, type WidgetDefinition } from './read-widget.ts';
import { readTables, type TableDefinition } from './read-tables.ts';
import { readBuckets, readBus } from './read-names.ts';
import { readOperator } from './read-operator.ts';
import { readResourcePolicies, type ResourcePolicies } from './read-resource-policies.ts';
import type { Statement } from './read-role.ts';
import type { Template } from './template.ts';

/** What the stack's template says about the system, in the words of the local run. */
export interface System {
  readonly gateway: GatewayDefinition;
  /** What the gateway calls. */
  readonly ingress: FunctionDescription;
  readonly mapping: MappingDefinition;
  /** What the mapping calls. */
  readonly worker: FunctionDescription;
  /** By logical id, as the mapping and the functions' variables name them. */
  readonly queues: Readonly<Record<string, QueueDefinition>>;
  readonly tables: Readonly<Record<string, TableDefinition>>;
  /** Names by logical id. */
  readonly buckets: Readonly<Record<string, string>>;
  readonly resourcePolicies: ResourcePolicies;
  /** What operators may do. */
  readonly operator: readonly Statement[];
  /** What Smile signs with. */
  readonly secret: GeneratedSecretDefinition;
  readonly bus: { readonly id: string; readonly name: string };
  /** Absent: no page may use the widget. */
  readonly widget?: WidgetDefinition;
}

/** @throws TemplateUnsupported */
export function readSystem(template: Template): System {
  const gateway = readGateway(template);
  const mapping = readMapping(template);
  const { stage } = gateway;
  const ingress = readFunction(template, gateway.functionId, stage);
  return {
    gateway,
    ingress,
    mapping,
    worker: readFunction(template, mapping.functionId, stage),
    queues: readQueues(template),
    tables: readTables(template, stage),
    buckets: readBuckets(template, stage),
    resourcePolicies: readResourcePolicies(template),
    operator: readOperator(template),
    secret: readGeneratedSecret(template, stage, ingress, 'WEBHOOK_SECRET_ID'),
    bus: readBus(template),
    ...(hasHttpApi(template) ? { widget: readWidget(template, stage) } : {}),
  };
}
