import { spawn } from 'node:child_process';
import { receiverOutputs } from '../../operations/receiver-outputs.ts';
import type { DoStep } from './steps.ts';

/**
 * Deploys with the CDK's own command line, which deploys nothing when nothing has changed. On a terminal it shows
 * changes of rights and asks; elsewhere the answer to setup's own question counts for them too.
 */
export const deploy: DoStep = async (stage, { dryRun }) => {
  const approval = process.stdin.isTTY ? 'broadening' : 'never';
  const args = ['cdk', 'deploy', `smile-${stage}`, '-c', `stage=${stage}`];
  const command = ['npx', ...args, '--require-approval', approval];
  if (dryRun) {
    const exists = (await receiverOutputs(stage)) !== undefined;
    return { says: `${exists ? 'deployed; ' : 'not deployed; '}would run ${command.join(' ')}` };
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    const child = spawn('npx', command.slice(1), { stdio: ['inherit', 2, 2] });
    child.once('error', reject).once('close', resolve);
  });
  if (code !== 0) return { says: `cdk deploy ended with ${code}; see above`, hasFailed: true };
  const outputs = await receiverOutputs(stage);
  if (!outputs) return { says: `the stack smile-${stage} has no receiver`, hasFailed: true };
  return { says: `the stack smile-${stage} is deployed, ${outputs.WebhookUrl}` };
};
