import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createWidgetSession } from '../../../lambdas/widget-api/session/create-widget-session.ts';
import { buildEvent } from '../../../testing/builders/build-event.ts';
import { configuredStack } from '../../delivered/configured-stack.ts';
import { type Receiver, startReceiver } from '../receiver.ts';
import { ask } from '../widget/widget-client.ts';
import { fixture } from './fixture-run.ts';
import { localFile } from './main-process.ts';

const ARN = 'arn:aws:secretsmanager:ap-southeast-1:123456789012:secret:crm-AbCdEf';
const SESSION_SECRET = 'canary-session-secret-0123456789abcdef';

/** The stage that README shows for handlers with a secret. */
const template = configuredStack({
  mode: 'sandbox',
  widget: { origins: ['http://localhost:3000'] },
  handlers: {
    entry: relative(process.cwd(), fixture('secret-handlers.ts')),
    environment: { CRM_SECRET_ARN: ARN },
    policies: [{ actions: ['secretsmanager:GetSecretValue'], resources: [ARN] }],
  },
});

let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver({
    template,
    workerEntry: undefined,
    sessionSecret: SESSION_SECRET,
    secrets: { crm: '{"apiKey":"canary-key"}' },
  });
});
afterAll(() => receiver.run.stop());

it('a handler reads a local secret by the ARN that its stage names', async () => {
  const event = buildEvent('ACCOUNT_CONNECTED');

  await receiver.deliver(event);
  await receiver.rowWhen(event.id, 'DONE');

  const said = receiver.lines.join('\n');
  expect(said).toMatch(/"message":"secret read".*"characters":10/);
  expect(said).not.toContain('canary');
});

it('a backend that knows the session secret opens the widget’s API', async () => {
  const session = { stage: 'sandbox', userId: 'u-1' };
  const good = await createWidgetSession({ secret: SESSION_SECRET, ...session });
  const other = await createWidgetSession({ secret: SESSION_SECRET.toUpperCase(), ...session });

  const statuses = [good, other].map(
    async ({ token }) => (await ask(receiver.run, 'GET /status', token)).status,
  );

  expect(await Promise.all(statuses)).toEqual([200, 401]);
});

it('a local secret cannot take the place of one of the receiver’s own', async () => {
  const own = receiver.run.environment.WEBHOOK_SECRET_ID;

  const starting = startReceiver({ template, secrets: { [own]: 'canary' } });

  await expect(starting).rejects.toThrow(`"${own}" is a secret of the receiver itself.`);
});

it('npm start says in one sentence what is wrong with local-secrets.json', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'smile-test-'));
  try {
    await writeFile(join(directory, 'local-secrets.json'), '{ "crm": canary }');

    const { promise, resolve } = Promise.withResolvers<{ code: unknown; errors: string }>();
    execFile(process.execPath, [localFile('main.ts')], { cwd: directory }, (error, _, errors) =>
      resolve({ code: error?.code, errors }),
    );

    expect(await promise).toEqual({
      code: 1,
      errors: 'local-secrets.json: It is not JSON. Look for a missing quote or comma.\n',
    });
  } finally {
    await rm(directory, { recursive: true });
  }
});
