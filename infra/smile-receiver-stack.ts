import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { SmileReceiver, type SmileReceiverProps } from './smile-receiver.ts';

/** As of every stack. By default the name is `smile-<stage>`, and production refuses to be deleted. */
export interface SmileReceiverStackProps extends StackProps {
  readonly receiver: SmileReceiverProps;
}

/** A stack that holds one receiver and nothing else. */
export class SmileReceiverStack extends Stack {
  readonly receiver: SmileReceiver;

  /** @throws ConfigurationInvalid, BundleFailed */
  constructor(scope: Construct, id: string, props: SmileReceiverStackProps) {
    const { receiver, ...own } = props;
    super(scope, id, {
      stackName: `smile-${receiver.stage}`,
      description: `Receives Smile's webhooks (${receiver.stage})`,
      terminationProtection: receiver.mode === 'production',
      ...own,
    });
    this.receiver = new SmileReceiver(this, 'Smile', receiver);
  }
}
