/** What the stack of a stage is called (infra/smile-receiver-stack.ts). */
export function stackName(stage: string): string {
  return `smile-${stage}`;
}

/**
 * The name of what the template gives none: CloudFormation's own rule, stack and logical id, without the
 * random part.
 */
export function generatedName(stage: string, logicalId: string): string {
  return `${stackName(stage)}-${logicalId}`;
}
