/**
 * The tag of a stack that holds the receiver of a stage. Its value is what the stack's outputs and pinned
 * logical ids of that receiver begin with. Tools find a deployed receiver by it.
 */
export function receiverTag(stage: string): string {
  return `smile-receiver:${stage}`;
}
