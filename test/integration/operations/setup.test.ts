import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Receiver, SECRET, startReceiver } from '../receiver.ts';
import { soon } from '../soon.ts';
import { type Ended, linesOf, startSmile } from './smile.ts';
import { type StageStandIn, startStageStandIn } from './stage-stand-in.ts';

const KEYS = { apiKey: 'key-canary-3k', apiSecret: 'secret-canary-9z' };

/** In place of `npx`: deploys the stand-in's stack, and waits for ever when it shall be killed. */
const NPX = `#!${process.execPath}
if (process.env.HANG) setInterval(() => {}, 1000);
else await fetch(process.env.AWS_ENDPOINT_URL + '/deployed', { method: 'POST' });
console.error('cdk has run: ' + process.argv.slice(2).join(' '));
`;

let receiver: Receiver;
let stage: StageStandIn;
let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'npx-'));
  await writeFile(join(directory, 'npx'), NPX);
  await chmod(join(directory, 'npx'), 0o755);
  receiver = await startReceiver();
  stage = await startStageStandIn(receiver.run);
  stage.state.stack = undefined;
  // The key comes from the environment.
  delete stage.state.outputs.ApiCredentialsName;
  const { smileApi } = receiver.run;
  smileApi.setCredentials(KEYS);
  for (const { id } of smileApi.webhooks.all()) smileApi.webhooks.remove(id);
});
afterAll(async () => {
  stage.close();
  await receiver.run.stop();
  await rm(directory, { recursive: true });
});

const start = (args: readonly string[], more: Readonly<Record<string, string>> = {}) =>
  startSmile([...args, '--stage', 'sandbox'], {
    environment: {
      ...stage.environment,
      PATH: `${directory}:${process.env.PATH}`,
      SMILE_API_KEY: KEYS.apiKey,
      SMILE_API_SECRET: KEYS.apiSecret,
      ...more,
    },
  });
const setup = async (...args: readonly string[]): Promise<Ended> => {
  const ended = await start(['setup', ...args]).ended;
  for (const secret of [SECRET, KEYS.apiSecret]) {
    expect(ended.stdout + ended.stderr).not.toContain(secret);
  }
  return ended;
};
const registered = () => receiver.run.smileApi.webhooks.all();
const said = ({ stdout }: Ended) =>
  linesOf(stdout).map((line) => line.replace(/ {2}[\d.]+ s$/, ''));

describe('smile setup', () => {
  it('says what it would do to a bare stage, and asks before it acts', async () => {
    const dry = await setup('--dry-run');
    const asked = await setup();

    expect(dry.code).toBe(0);
    expect(said(dry)[0]).toBe(
      '✓ account  sandbox · 111122223333 · ap-southeast-1 · assumed-role/ops/canary',
    );
    expect(said(dry)[1]).toContain('not deployed; would run npx cdk deploy smile-sandbox');
    expect(asked).toMatchObject({ code: 2 });
    expect(asked.stderr).toContain('Add --yes.');
    expect(registered()).toEqual([]);
  });

  it('takes a bare stage to a proven one, each of its steps killed once', async () => {
    const killed = async (running: ReturnType<typeof start>, at: string) => {
      await soon(() => expect(running.printed()).toContain(at), 30_000);
      running.kill('SIGKILL');
      expect((await running.ended).code).toBeUndefined();
    };
    await killed(start(['setup', '--yes'], { HANG: 'yes' }), 'deploy …');
    expect(stage.state.stack).toBeUndefined();
    receiver.run.smileApi.failNext(1, 'hang');
    await killed(start(['setup', '--yes']), 'webhook …');
    await killed(start(['setup', '--yes']), 'proof …');

    const whole = await setup('--yes');

    expect(whole.code).toBe(0);
    expect(said(whole).slice(1)).toEqual([
      expect.stringContaining('✓ deploy   the stack smile-sandbox is deployed'),
      expect.stringMatching(/prod\/webhooks at http:.*: already done$/),
      '✓ proof    403 from here; a signed event was stored, done and announced',
    ]);
    expect(registered()).toMatchObject([
      { url: stage.state.outputs.WebhookUrl, active: true, eventTypes: ['ALL_EVENTS'] },
    ]);
    expect(whole.stderr).toContain('Next: smile doctor --stage sandbox');
  });

  it('replaces a registration that is of no use, the new one first', async () => {
    const [good] = registered();
    receiver.run.smileApi.webhooks.remove(good?.id ?? '');
    const url = stage.state.outputs.WebhookUrl ?? '';
    const wrong = { name: 'by hand', url, eventTypes: ['ALL_EVENTS'], secret: SECRET };
    receiver.run.smileApi.webhooks.create({ ...wrong, active: false });
    receiver.run.smileApi.webhooks.create({ ...wrong, active: true, secret: 'another' });

    const { stdout } = await setup('--only', 'webhook', '--yes');

    expect(stdout).toContain(': replaced 2');
    expect(registered()).toMatchObject([{ active: true, name: 'smile-event-receiver sandbox' }]);
  });

  it('ends with code 1 where a step fails, and says how to go on', async () => {
    receiver.run.smileApi.setCredentials({ apiKey: 'another', apiSecret: 'pair' });

    const { code, stdout, stderr } = await setup('--only', 'webhook', '--yes');

    receiver.run.smileApi.setCredentials(KEYS);
    const noKey = { SMILE_API_KEY: '' };
    const unasked = await start(['setup', '--only', 'webhook', '--yes'], noKey).ended;
    expect(unasked.code).toBe(2);
    expect(unasked.stderr).toContain('Set SMILE_API_KEY and SMILE_API_SECRET.');
    expect(code).toBe(1);
    expect(stdout).toContain('✗ webhook  Smile does not accept the API key');
    expect(stderr).toContain('After a fix: smile setup --stage sandbox --from webhook');
  });
});
