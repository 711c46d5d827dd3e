import { App } from 'aws-cdk-lib';
import { SmileReceiverStack } from 'smile-event-receiver';

const app = new App();

// Smile's sandbox: its events are invented, and the stack goes away whole with `cdk destroy`.
new SmileReceiverStack(app, 'smile-sandbox', {
  receiver: { stage: 'sandbox', mode: 'sandbox', handlers: './smile-handlers.ts' },
});

// Real people's data. Pin the account, so that it is never deployed into another one.
new SmileReceiverStack(app, 'smile-production', {
  receiver: {
    stage: 'production',
    mode: 'production',
    handlers: './smile-handlers.ts',
    monitoring: {
      /* alarmEmail: 'on-call@your-company.example' */
    },
  },
});
