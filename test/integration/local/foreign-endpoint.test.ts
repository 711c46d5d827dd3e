import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deliveredTemplate } from '../../delivered/template.ts';
import type { Template } from '../../../local/template/template.ts';
import { eventually } from '../eventually.ts';
import { type FixtureRun, startFixtureRun } from './fixture-run.ts';
import { type OneEndpoint, startOneEndpoint } from './one-endpoint.ts';
import { sendTo } from './queue-client.ts';

let embedded: FixtureRun;
let endpoint: OneEndpoint;
beforeAll(async () => {
  embedded = await startFixtureRun();
  endpoint = await startOneEndpoint(embedded);
});
afterAll(async () => {
  endpoint.close();
  await embedded.stop();
});

/** A stage of another name: the endpoint has the embedded run's queues already. */
const startForeign = async () => {
  const text = JSON.stringify(await deliveredTemplate());
  const template = JSON.parse(text.replaceAll('sandbox', 'foreign')) as Template;
  return await startFixtureRun({ endpointUrl: endpoint.url, template });
};

describe('a run with an endpoint of somebody else', () => {
  it('makes what it needs there, and works', async () => {
    const run = await startForeign();

    await sendTo(run, 'plain');
    await eventually(() => run.handled().length === 1);
    await run.stop();

    expect(run.environment.AWS_ENDPOINT_URL_S3).toBe(endpoint.url);
    expect(run.environment.EVENTS_QUEUE_URL.startsWith(endpoint.url)).toBe(true);
    expect(endpoint.buses).toContain('smile-foreign');
    expect(endpoint.secrets.get('smile-foreign-SmileWebhookSecret')).toBe('{"current":"secret"}');
    expect(endpoint.secrets.get('smile-foreign-SmileWidgetSessionSecret')).toContain('"current"');
    expect(endpoint.secrets.get('smile-foreign-SmileApiCredentials')).toContain('"apiKey"');
    expect(embedded.handled()).toEqual([]);
  });

  it('finds what is there already, and can change the secret', async () => {
    const run = await startForeign();

    await run.secretsManager.set({ current: 'new' });
    const changed = endpoint.secrets.get('smile-foreign-SmileWebhookSecret');
    await run.secretsManager.set(undefined);
    await run.stop();

    expect(changed).toBe('{"current":"new"}');
    expect(endpoint.secrets.has('smile-foreign-SmileWebhookSecret')).toBe(false);
  });

  it('cannot stop its engines, nor see its announcements, and says so', async () => {
    const run = await startForeign();

    const announcements = await run.look('announcements');
    const stopping = run.engines.sqs.stop();

    await expect(stopping).rejects.toThrow('AWS_ENDPOINT_URL');
    expect(announcements).toEqual({
      code: 'bus-unseen',
      message: expect.stringContaining('AWS_ENDPOINT_URL'),
    });
    await run.stop();
  });

  it('ends within 3 s, and leaves no poll behind that would swallow the next message', async () => {
    const run = await startForeign();
    const before = Date.now();

    await run.stop();
    const took = Date.now() - before;
    await sendTo(run, 'for the next run');
    const next = await startForeign();
    await eventually(() => next.handled().length === 1, 2000);
    await next.stop();

    expect(took).toBeLessThan(3000);
    expect(next.handled()[0]?.got.body).toBe('for the next run');
  });
});
