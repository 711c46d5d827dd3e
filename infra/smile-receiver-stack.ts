import { type Environment, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { checkPlace, deploymentPlace, type Place } from './check-environment.ts';
import { SmileReceiver, type SmileReceiverProps } from './smile-receiver.ts';

/**
 * As of every stack. By default the name is `smile-<stage>`, production refuses to be deleted, and the stack goes
 * to the account and region that the receiver names. Say `env` if that is not where your credentials are of.
 */
export interface SmileReceiverStackProps extends StackProps {
  readonly receiver: SmileReceiverProps;
}

/** A stack that holds one receiver and nothing else. */
export class SmileReceiverStack extends Stack {
  readonly receiver: SmileReceiver;

  /** @throws ConfigurationInvalid, BundleFailed */
  constructor(scope: Construct, id: string, props: SmileReceiverStackProps) {
    const { receiver, ...own } = props;
    if (!own.env) checkPlace(`${id}, stage ${receiver.stage}`, receiver, deploymentPlace());
    super(scope, id, {
      stackName: `smile-${receiver.stage}`,
      description: `Receives Smile's webhooks (${receiver.stage})`,
      terminationProtection: receiver.mode === 'production',
      env: pinnedIn(receiver),
      ...own,
    });
    this.receiver = new SmileReceiver(this, 'Smile', receiver);
  }
}

function pinnedIn({ account, region }: Place): Environment {
  return { ...(account ? { account } : {}), ...(region ? { region } : {}) };
}
