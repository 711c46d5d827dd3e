import {
  paginateListSubscriptionsByTopic,
  type SNSClient,
  type Subscription,
} from '@aws-sdk/client-sns';
import { askAws } from '../../ask-aws.ts';
import { outputOf } from '../examined.ts';
import { fine, notHere, warning } from '../finding.ts';
import type { Check } from '../run-checks.ts';

/** Whether anyone gets the alarms. */
export const subscribersCheck: Check = {
  name: 'subscribers',
  async look(examined, signal) {
    if (!examined.deployed) return notHere('a local run has no alarms');
    const topic = await outputOf(examined, 'AlarmTopicArn');
    const subscriptions = await subscriptionsOf(examined.deployed.sns, topic, signal);
    const confirmed = subscriptions.filter(({ SubscriptionArn = '' }) => isArn(SubscriptionArn));
    const evidence = { topic };
    if (confirmed.length > 0) {
      const protocols = [...new Set(confirmed.map(({ Protocol = '' }) => Protocol))].join(', ');
      return { ...fine(`${confirmed.length} confirmed: ${protocols}`), evidence };
    }
    const pending = subscriptions.filter(
      ({ SubscriptionArn }) => SubscriptionArn === 'PendingConfirmation',
    );
    return pending.length > 0
      ? {
          ...warning(
            'no subscription is confirmed, so alarms reach no one',
            `Confirm what SNS sent to ${pending.map(recipient).join(', ')}.`,
          ),
          evidence,
        }
      : {
          ...warning(
            'no one is subscribed to the alarm topic, so alarms reach no one',
            `aws sns subscribe --topic-arn ${topic} --protocol email --notification-endpoint YOUR_ADDRESS`,
          ),
          evidence,
        };
  },
};

/** One that waits, or was deleted, has a word in place of its ARN (SNS API, ListSubscriptionsByTopic). */
const isArn = (text: string) => text.startsWith('arn:');

/** The address of a webhook can hold a key: only that of an e-mail is shown. */
const recipient = ({ Protocol = 'its endpoint', Endpoint = '' }: Subscription) =>
  Protocol.startsWith('email') && Endpoint !== '' ? Endpoint : Protocol;

async function subscriptionsOf(client: SNSClient, TopicArn: string, abortSignal: AbortSignal) {
  return await askAws({
    action: 'sns:ListSubscriptionsByTopic',
    on: `the topic ${TopicArn}`,
    async ask() {
      const subscriptions: Subscription[] = [];
      const pages = paginateListSubscriptionsByTopic({ client }, { TopicArn }, { abortSignal });
      for await (const page of pages) subscriptions.push(...(page.Subscriptions ?? []));
      return subscriptions;
    },
  });
}
