import { setTimeout as pause } from 'node:timers/promises';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { smileApiAt } from '../../../lambdas/smile/rest/smile-api.ts';
import { clientOptions } from '../../../local/clients.ts';
import { observe, type Rotating, take } from '../../../operations/rotate/rotate.ts';
import { nextStep } from '../../../operations/rotate/rotation.ts';
import { type Receiver, SECRET, startReceiver } from '../receiver.ts';
import { soon } from '../soon.ts';
import { linesOf, startSmile } from './smile.ts';
import { type StageStandIn, startStageStandIn } from './stage-stand-in.ts';

const KEYS = { apiKey: 'key-canary-3k', apiSecret: 'secret-canary-9z' };
/** After a mismatch the ingress reads the secret again half a minute later, and not only after five. */
const IN_FORCE_MS = 31_000;

let receiver: Receiver;
let stage: StageStandIn;
beforeAll(async () => {
  receiver = await startReceiver();
  stage = await startStageStandIn(receiver.run);
  stage.state.outputs.WebhookUrl = receiver.run.webhookUrl;
  receiver.run.smileApi.setCredentials(KEYS);
});
afterAll(async () => {
  stage.close();
  await receiver.run.stop();
});

const rotate = (...args: readonly string[]) =>
  startSmile(['rotate', '--stage', 'sandbox', ...args], {
    environment: {
      ...stage.environment,
      SMILE_API_KEY: KEYS.apiKey,
      SMILE_API_SECRET: KEYS.apiSecret,
    },
  });

/** Made anew for each step, as by a command that was killed and called again. */
function rotating(): Rotating {
  const { run } = receiver;
  const { AWS_ENDPOINT_URL_SECRETS_MANAGER = '', AWS_ENDPOINT_URL_CLOUDWATCH_LOGS = '' } =
    stage.environment;
  return {
    stage: 'sandbox',
    url: run.webhookUrl,
    secretName: run.environment.WEBHOOK_SECRET_ID ?? '',
    ingressLog: 'local',
    api: smileApiAt(run.smileApi.url)(KEYS),
    secrets: new SecretsManagerClient(clientOptions(AWS_ENDPOINT_URL_SECRETS_MANAGER)),
    logs: new CloudWatchLogsClient(clientOptions(AWS_ENDPOINT_URL_CLOUDWATCH_LOGS)),
    inForceMs: IN_FORCE_MS,
    everyMs: 100,
    signal: new AbortController().signal,
  };
}

it('loses no event while Smile signs with both secrets, whoever stops it in between', async () => {
  const { smileApi } = receiver.run;
  const ended = new AbortController();
  const traffic = (async () => {
    while (!ended.signal.aborted) {
      smileApi.life.createUser();
      await pause(250);
    }
  })();

  const begun = rotate('--yes');
  await soon(() => expect(begun.printed()).toContain('Two secrets are accepted'), 30_000);
  begun.kill('SIGINT');
  const stopped = await begun.ended;
  expect(stopped).toMatchObject({ code: 130 });
  expect(stopped.stdout).toContain('Stopped. It is safe');
  expect(stopped.stdout + stopped.stderr).not.toContain(SECRET);

  const names: string[] = [];
  for (let step; step?.name !== 'done'; ) {
    const observed = await observe(rotating());
    step = nextStep(observed, Date.now());
    names.push(step.name);
    expect(await take(step, observed, rotating())).toBe(true);
    // Smile signs for a while as it does after this step.
    await pause(1000);
  }
  ended.abort();
  await traffic;
  await smileApi.deliveries.settled();
  await receiver.drained();

  expect(names).toEqual(['register', 'retire', 'end', 'done']);
  const dry = await rotate('--dry-run').ended;
  expect(linesOf(dry.stdout).at(-1)).toMatch(/^The rotation is done\. The old secret ends at /);
  const webhooks = smileApi.webhooks.all();
  expect(webhooks).toHaveLength(1);
  expect(webhooks[0]?.secret).not.toBe(SECRET);
  const sent = smileApi.deliveries.all;
  expect(new Set(sent.map(({ end }) => end))).toEqual(new Set(['delivered']));
  const ids = [...new Set(sent.map(({ eventId }) => eventId))];
  const rows = await receiver.rows();
  const done = rows.filter(({ status }) => status === 'DONE').map(({ eventId }) => eventId);
  expect(done.toSorted()).toEqual(ids.toSorted());
});
