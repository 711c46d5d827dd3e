import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Subscription, SubscriptionProtocol, Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';

/**
 * Where alarms are announced. Not encrypted at rest: CloudWatch cannot publish under the key that AWS
 * manages, a key of our own costs a dollar a month, and an alarm holds nothing personal.
 */
export class AlarmTopic extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, { email }: { email: string | undefined }) {
    super(scope, id);
    this.topic = new Topic(this, 'Topic', { enforceSSL: true });
    this.allowAlarms();
    if (email !== undefined) this.subscribe(email);
  }

  /** TLS brings a policy of our own, which replaces SNS's default: without this no alarm arrives. */
  private allowAlarms(): void {
    const { account } = Stack.of(this);
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsOfThisAccount',
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': account } },
      }),
    );
  }

  private subscribe(endpoint: string): void {
    const subscription = new Subscription(this, 'Email', {
      topic: this.topic,
      protocol: SubscriptionProtocol.EMAIL,
      endpoint,
    });
    acknowledge(subscription, {
      'Serverless-SNSRedrivePolicy':
        'Nobody would look into a queue of undelivered e-mails: the dashboard shows every alarm.',
    });
  }
}
