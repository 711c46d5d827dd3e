import {
  CloudFormationClient,
  DescribeStacksCommand,
  type Output,
  type Tag,
} from '@aws-sdk/client-cloudformation';
import { receiverTag } from '../infra/receiver-tag.ts';
import { askAws, checkIdentity } from './ask-aws.ts';
import { StageOutOfReach } from './stage-out-of-reach.ts';

/**
 * Reads outputs of the stage's receiver in the stack `smile-<stage>`. Throws {@link StageOutOfReach}.
 *
 * @param needed keys of outputs, without the receiver's id in front, by the names to give them
 */
export async function deployedOutputs<Name extends string>(
  stage: string,
  needed: Readonly<Record<Name, string>>,
): Promise<Readonly<Record<Name, string>>> {
  const stack = `smile-${stage}`;
  const cloudFormation = new CloudFormationClient({});
  await checkIdentity(cloudFormation);
  const region = await cloudFormation.config.region();
  const missing = () =>
    new StageOutOfReach(
      'not-deployed',
      `There is no stack ${stack} in ${region}. Deploy it with npx cdk deploy -c stage=${stage}, or set AWS_REGION and AWS_PROFILE to where it is.`,
    );

  const { Stacks = [] } = await askAws({
    action: 'cloudformation:DescribeStacks',
    on: `the stack ${stack}`,
    ask: () => cloudFormation.send(new DescribeStacksCommand({ StackName: stack })),
    refusals: { ValidationError: missing },
  });
  const [found] = Stacks;
  if (!found) throw missing();
  const prefix = prefixOf(stack, stage, found.Tags);
  const entries = Object.entries<string>(needed).map(([name, key]) => [
    name,
    outputOf(stack, found.Outputs, `${prefix}${key}`),
  ]);
  return Object.fromEntries(entries) as Record<Name, string>;
}

/** What the outputs of the stage's receiver begin with: a stack may hold several. */
function prefixOf(stack: string, stage: string, tags: readonly Tag[] = []): string {
  const tag = tags.find(({ Key }) => Key === receiverTag(stage));
  if (tag) return tag.Value ?? '';
  throw new StageOutOfReach(
    'not-deployed',
    `The stack ${stack} has no receiver of stage ${stage}: the tag ${receiverTag(stage)} is missing. Deploy it again.`,
  );
}

function outputOf(stack: string, outputs: readonly Output[] = [], key: string): string {
  const value = outputs.find(({ OutputKey }) => OutputKey === key)?.OutputValue;
  if (value) return value;
  throw new StageOutOfReach(
    'not-deployed',
    `The stack ${stack} has no output ${key}. Look into CloudFormation whether its deployment succeeded, and deploy it again.`,
  );
}
