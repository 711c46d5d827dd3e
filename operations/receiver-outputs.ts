import {
  CloudFormationClient,
  DescribeStacksCommand,
  type Stack,
} from '@aws-sdk/client-cloudformation';
import { receiverTag } from '../infra/receiver-tag.ts';
import { askAws, checkIdentity } from './ask-aws.ts';

/** Outputs of a deployed receiver, without its id in front. */
export type ReceiverOutputs = Readonly<Record<string, string>>;

/**
 * All outputs of the stage's receiver in the stack `smile-<stage>`; undefined if there is none yet.
 *
 * @throws StageOutOfReach
 */
export async function receiverOutputs(stage: string): Promise<ReceiverOutputs | undefined> {
  return outputsIn(await stackOf(stage), stage);
}

/** Outputs of the stage's receiver in a stack; undefined if the stack has no receiver of it. */
export function outputsIn(stack: Stack | undefined, stage: string): ReceiverOutputs | undefined {
  const prefix = prefixIn(stack, stage);
  if (!stack || prefix === undefined) return undefined;
  const own = (stack.Outputs ?? []).filter(({ OutputKey = '' }) => OutputKey.startsWith(prefix));
  return Object.fromEntries(
    own.map(({ OutputKey = '', OutputValue = '' }) => [
      OutputKey.slice(prefix.length),
      OutputValue,
    ]),
  );
}

/** What the outputs of the stage's receiver begin with: a stack may hold several. Undefined if it has none of it. */
export function prefixIn(stack: Stack | undefined, stage: string): string | undefined {
  const tag = stack?.Tags?.find(({ Key }) => Key === receiverTag(stage));
  return tag && (tag.Value ?? '');
}

/** The stack `smile-<stage>`, however it stands; undefined if there is none. @throws StageOutOfReach */
export async function stackOf(
  stage: string,
  abortSignal?: AbortSignal,
): Promise<Stack | undefined> {
  const cloudFormation = new CloudFormationClient({});
  await checkIdentity(cloudFormation);
  const StackName = `smile-${stage}`;
  return await askAws({
    action: 'cloudformation:DescribeStacks',
    on: `the stack ${StackName}`,
    async ask() {
      try {
        const { Stacks } = await cloudFormation.send(
          new DescribeStacksCommand({ StackName }),
          abortSignal ? { abortSignal } : {},
        );
        return Stacks?.[0];
      } catch (error) {
        // The only way in which CloudFormation says that there is none (API reference, DescribeStacks).
        if (error instanceof Error && error.name === 'ValidationError') return undefined;
        throw error;
      }
    },
  });
}
