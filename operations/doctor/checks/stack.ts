import type { Stack } from '@aws-sdk/client-cloudformation';
import { ownManifest } from '../../../infra/own-manifest.ts';
import { StageOutOfReach } from '../../../local/trigger/stage-out-of-reach.ts';
import { durationOf } from '../../duration.ts';
import { deployCommand } from '../examined.ts';
import { fine, type Finding, notHere, problem, warning, worstOf } from '../finding.ts';
import type { Check } from '../run-checks.ts';

/** The stack of the stage: how its last deployment ended, and which version it was of. */
export const stackCheck: Check = {
  name: 'stack',
  async look(examined) {
    const { deployed, stage } = examined;
    if (!deployed) return notHere('a local run has no stack');
    try {
      const found = await deployed.stack();
      const { StackId: id, StackStatus: status } = found;
      const evidence = { id, status, updated: updatedAt(found) };
      const standing = standingOf(found, stage);
      // Its outputs may be missing.
      if (standing.mark === 'problem') return { ...standing, evidence };
      const { ReceiverVersion } = await examined.outputs();
      const version = versionOf(ReceiverVersion, stage);
      return { ...worstOf([standing, version], standing), evidence };
    } catch (error) {
      const isMissing = error instanceof StageOutOfReach && error.code === 'not-deployed';
      if (!isMissing) throw error;
      return problem(error.message, `Deploy it: ${deployCommand(stage)}`);
    }
  },
};

function standingOf(stack: Stack, stage: string): Finding {
  const { StackName = '', StackStatus: status = 'no status' } = stack;
  const age = durationOf((Date.now() - Date.parse(updatedAt(stack))) / 1000);
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
