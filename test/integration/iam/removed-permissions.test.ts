import { relative } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import type { Template } from '../../../local/template/template.ts';
import { buildEvent } from '../../../testing/builders/build-event.ts';
import { configuredStack } from '../../delivered/configured-stack.ts';
import { deliveredTemplate } from '../../delivered/template.ts';
import { fixture } from '../local/fixture-run.ts';
import { type Receiver, startReceiver } from '../receiver.ts';
import { soon } from '../soon.ts';

let receiver: Receiver | undefined;
afterEach(async () => {
  await receiver?.run.stop();
  receiver = undefined;
});

interface Policy {
  readonly PolicyDocument: { readonly Statement: { Action: string | string[] }[] };
}

/** The delivered template without one action of one role. */
async function without(action: string, roleIdStart: string): Promise<Template> {
  const template = structuredClone(await deliveredTemplate());
  let removed = 0;
  for (const [id, { Type, Properties }] of Object.entries(template.Resources)) {
    if (Type !== 'AWS::IAM::Policy' || !id.startsWith(roleIdStart)) continue;
    for (const statement of (Properties as unknown as Policy).PolicyDocument.Statement) {
      const actions = [statement.Action].flat();
      statement.Action = actions.map((each) => (each === action ? 'logs:PutLogEvents' : each));
      removed += actions.filter((each) => each === action).length;
    }
  }
  if (removed === 0) throw new Error(`No policy of ${roleIdStart} allows ${action}.`);
  return template;
}

const denials = () => receiver?.lines.filter((line) => line.startsWith('IAM: ')) ?? [];

it('an ingress that may not send refuses the event, and the run says which permission is missing', async () => {
  receiver = await startReceiver({ template: await without('sqs:SendMessage', 'SmileIngress') });

  const { status } = await receiver.deliver(buildEvent('ACCOUNT_CONNECTED'));

  expect(status).toBe(503);
  expect(denials()).toEqual([
    expect.stringMatching(
      /^IAM: smile-sandbox-SmileIngressFunction\w+ may not call sqs:SendMessage on arn:aws:sqs:[\w:-]+:smile-sandbox-events.fifo, because no policy of its role allows it\. Grant it to the role SmileIngressRole\w+/,
    ),
  ]);
});

it('a worker that may not write to its tables takes it for a fault of AWS', async () => {
  receiver = await startReceiver({ template: await without('dynamodb:PutItem', 'SmileWorker') });
  const { lines } = receiver;

  await receiver.deliver(buildEvent('ACCOUNT_CONNECTED'));

  await soon(async () => expect(lines.join('\n')).toContain('AccessDeniedException'));
  expect(denials()).toEqual([expect.stringContaining('may not call dynamodb:PutItem on arn:')]);
});

it('a worker that may not receive is no target of an event source mapping', async () => {
  const template = await without('sqs:ReceiveMessage', 'SmileWorker');

  const starting = startReceiver({ template });

  await expect(starting).rejects.toMatchObject({
    name: 'MappingNotPermitted',
    message: expect.stringContaining('must allow sqs:ReceiveMessage on arn:aws:sqs:'),
  });
});

it('a handler without its right fails, and the run names the line to add', async () => {
  receiver = await startReceiver({
    template: configuredStack({
      mode: 'sandbox',
      handlers: {
        entry: relative(process.cwd(), fixture('secret-handlers.ts')),
        environment: { CRM_SECRET_ARN: 'crm' },
      },
    }),
    workerEntry: undefined,
    secrets: { crm: '{"apiKey":"canary-key"}' },
  });
  const event = buildEvent('ACCOUNT_CONNECTED');

  await receiver.deliver(event);

  const row = await receiver.rowWhen(event.id, 'FAILED');
  expect(row.lastError).toMatchObject({ class: 'AccessDeniedException' });
  expect(denials()).toEqual([
    expect.stringContaining(
      "If a handler needs it, add secret.grantRead(smile) to your app, or { actions: ['secretsmanager:GetSecretValue'], resources: ['<its ARN>'] } to handlers.policies.",
    ),
  ]);
});
