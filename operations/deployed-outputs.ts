import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { receiverTag } from '../infra/receiver-tag.ts';
import { outputsIn, prefixIn, stackOf } from './receiver-outputs.ts';
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
  const name = `smile-${stage}`;
  const stack = await stackOf(stage);
  if (!stack) {
    const region = await new CloudFormationClient({}).config.region();
    throw notDeployed(
      `There is no stack ${name} in ${region}. Deploy it with npx cdk deploy -c stage=${stage}, or set AWS_REGION and AWS_PROFILE to where it is.`,
    );
  }
  const outputs = outputsIn(stack, stage);
  if (!outputs) {
    throw notDeployed(
      `The stack ${name} has no receiver of stage ${stage}: the tag ${receiverTag(stage)} is missing. Deploy it again.`,
    );
  }
  const entries = Object.entries<string>(needed).map(([as, key]) => {
    if (outputs[key]) return [as, outputs[key]];
    throw notDeployed(
      `The stack ${name} has no output ${prefixIn(stack, stage)}${key}. Look into CloudFormation whether its deployment succeeded, and deploy it again.`,
    );
  });
  return Object.fromEntries(entries) as Record<Name, string>;
}

function notDeployed(sentence: string): StageOutOfReach {
  return new StageOutOfReach('not-deployed', sentence);
}
