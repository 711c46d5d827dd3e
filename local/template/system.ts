import type { GatewayDefinition } from './read-gateway.ts';
import { readGateway } from './read-gateway.ts';
import { type FunctionDescription, readFunction } from './read-function.ts';
import { type MappingDefinition, readMapping } from './read-mapping.ts';
import { type QueueDefinition, readQueues } from './read-queues.ts';
import { readSecret, type SecretDefinition } from './read-secret.ts';
import { readTables, type TableDefinition } from './read-tables.ts';
import { readBuckets, readBus } from './read-names.ts';
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
  readonly secret: SecretDefinition;
  readonly bus: { readonly id: string; readonly name: string };
}

/** @throws TemplateUnsupported */
export function readSystem(template: Template): System {
  const gateway = readGateway(template);
  const mapping = readMapping(template);
  const { stage } = gateway;
  return {
    gateway,
    ingress: readFunction(template, gateway.functionId, stage),
    mapping,
    worker: readFunction(template, mapping.functionId, stage),
    queues: readQueues(template),
    tables: readTables(template, stage),
    buckets: readBuckets(template, stage),
    secret: readSecret(template, stage),
    bus: readBus(template),
  };
}
