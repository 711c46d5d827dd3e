import type { Stack } from '@aws-sdk/client-cloudformation';
import { ownManifest } from '../../../infra/own-manifest.ts';
import { lasting } from '../../lasting.ts';
import { outputsIn } from '../../receiver-outputs.ts';
import { deployCommand } from '../examined.ts';
import { fine, type Finding, notHere, problem, warning, worstOf } from '../finding.ts';
import type { Check } from '../run-checks.ts';

/** The stack of the stage: how its last deployment ended, and which version it was of. */
export const stackCheck: Check = {
  name: 'stack',
  async look(examined) {
    const { deployed, stage } = examined;
    if (!deployed) return notHere('a local run has no stack');
    const found = await deployed.stack();
    const outputs = found && outputsIn(found, stage);
    if (!outputs) {
      const missing = found ? 'has no receiver of this stage' : 'does not exist in this region';
      const cure = `Deploy it, or set AWS_REGION and AWS_PROFILE to where it is: smile setup --stage ${stage}`;
      return problem(`the stack smile-${stage} ${missing}`, cure);
    }
    const { StackId: id, StackStatus: status } = found;
    const standing = standingOf(found, stage);
    const version = versionOf(outputs.ReceiverVersion, stage);
    const evidence = { id, status, updated: updatedAt(found) };
    return { ...worstOf([standing, version]), evidence };
  },
};

function standingOf(stack: Stack, stage: string): Finding {
  const { StackName = '', StackStatus: status = 'no status' } = stack;
  const age = lasting((Date.now() - Date.parse(updatedAt(stack))) / 1000);
  const says = `${StackName}, ${status} ${age} ago`;
  if (/^(CREATE|UPDATE|IMPORT)_COMPLETE$/.test(status)) return fine(says);
  if (status.endsWith('_IN_PROGRESS')) {
    return warning(says, 'Wait until the deployment has ended, and run doctor again.');
  }
  // The version before it works on (CloudFormation, Stack status codes).
  if (/^(UPDATE|IMPORT)_ROLLBACK_COMPLETE$/.test(status)) {
    const events = `aws cloudformation describe-stack-events --stack-name ${StackName}`;
    return warning(`${says}: the last deployment failed, the version before it runs`, events);
  }
  return problem(says, `Repair the stack in CloudFormation, then: ${deployCommand(stage)}`);
}

const updatedAt = ({ LastUpdatedTime, CreationTime }: Stack): string =>
  (LastUpdatedTime ?? CreationTime)?.toISOString() ?? '';

function versionOf(deployed: string | undefined, stage: string): Finding {
  const { version: here } = ownManifest();
  if (deployed === here) return fine(`version ${deployed}, as here`);
  return warning(
    `version ${deployed ?? 'without a number'} is deployed, here is ${here}`,
    `Deploy, or use the version that is deployed: ${deployCommand(stage)}`,
  );
}
