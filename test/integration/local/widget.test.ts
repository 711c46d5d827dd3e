import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { PortTaken } from '../../../local/gateway/port-taken.ts';
import { openGateways } from '../../../local/gateway/open-gateways.ts';
import { Teardown } from '../../../local/teardown.ts';
import { WidgetNotDeployed } from '../../../local/widget/not-deployed.ts';
import { ask, relay, relayed } from '../widget/widget-client.ts';
import { configuredStack } from '../../delivered/configured-stack.ts';
import { descendantsOf } from './descendants.ts';
import { type FixtureRun, startFixtureRun } from './fixture-run.ts';

let run: FixtureRun;
beforeAll(async () => {
  run = await startFixtureRun();
});
afterAll(() => run.stop());

/** The processes that run functions. */
const functionProcesses = () =>
  descendantsOf(process.pid).filter(({ command }) => command.includes('/bundles/widget/'));

// In this order: the first test sees a run that no page has asked yet.
describe('the widget’s API', () => {
  it('costs nothing until somebody asks it', () => {
    expect(run.widgetUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(run.widgetUrl).not.toBe(run.url);
    expect(functionProcesses()).toEqual([]);
  });

  it('answers with the project’s own functions', async () => {
    const { token } = await run.createSession('u-1');

    const status = await ask(run, 'GET /status', token);
    const linkToken = await ask(run, 'POST /link-token', token);
    const callbacks = await relay(run, 'u-1', relayed('onClose', { reason: 'exit' }));

    expect([status.status, linkToken.status, callbacks.status]).toEqual([200, 200, 200]);
    expect(linkToken.body).toHaveProperty('accessToken');
    expect(run.smileApi.requests).toMatchObject([{ method: 'POST', userId: 'u-1' }]);
    expect(functionProcesses().length).toBeGreaterThan(0);
  });

  it.each(['127.0.0.1', 'localhost'])('admits the run’s own pages at %s', async (host) => {
    const origin = `http://${host}:${new URL(run.url).port}`;
    const { token } = await run.createSession('u-1');

    const { status, headers } = await ask(run, 'GET /status', token, { origin });

    expect([status, headers.get('access-control-allow-origin')]).toEqual([200, origin]);
  });

  it('looks for losses when it is told to', async () => {
    await expect(run.detectLoss()).resolves.toBeUndefined();

    expect(run.lines.some((line) => line.includes('"AccountsWithoutWebhook":0'))).toBe(true);
  });
});

describe('the demo page', () => {
  it.each([
    ['', 'text/html; charset=utf-8'],
    ['iframe.html', 'text/html; charset=utf-8'],
    ['demo.css', 'text/css; charset=utf-8'],
    ['demo.js', 'text/javascript; charset=utf-8'],
    ['smile.v2.js', 'text/javascript; charset=utf-8'],
    ['smile-widget.js', 'text/javascript; charset=utf-8'],
    ['smile-widget.global.js', 'text/javascript; charset=utf-8'],
  ])('has /demo/%s', async (path, type) => {
    const response = await fetch(`${run.demoUrl}${path}`);

    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(type);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect((await response.text()).includes('{{')).toBe(false);
  });

  it('is found without the slash too', async () => {
    const response = await fetch(`${run.url}/demo`, { redirect: 'manual' });

    expect([response.status, response.headers.get('location')]).toEqual([308, '/demo/']);
  });

  it.each(['nothing.js', '../run.ts', '%2e%2e/run.ts', 'session'])(
    'has no /demo/%s',
    async (path) => {
      const response = await fetch(`${run.demoUrl}${path}`);

      expect(response.status).toBe(404);
    },
  );

  it('gets sessions for its user, as from a customer’s backend', async () => {
    const response = await fetch(`${run.demoUrl}session?user=u-2`, { method: 'POST' });
    const session = (await response.json()) as { token: string; userId: string };

    const { status } = await ask(run, 'GET /status', session.token);

    expect(session.userId).toBe('u-2');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(status).toBe(200);
  });

  it('gets none for nobody, and is told so', async () => {
    const response = await fetch(`${run.demoUrl}session`, { method: 'POST' });

    expect(response.status).toBe(400);
    await expect(response.json()).resolves.toEqual({
      message: expect.stringContaining("Smile's id of the user"),
    });
  });

  it.each([{ origin: 'https://evil.example' }, { host: 'evil.example' }])(
    'gives no session to another site: %j',
    async (headers) => {
      const asked = request(`${run.demoUrl}session?user=u-2`, { method: 'POST', headers }).end();

      const [{ statusCode }] = (await once(asked, 'response')) as [{ statusCode: number }];

      expect(statusCode).toBe(403);
    },
  );
});

describe('a stage without the widget', () => {
  it('is run all the same, with no API and no demo', async () => {
    const other = await startFixtureRun({ template: configuredStack({ mode: 'sandbox' }) });

    const demo = await fetch(`${other.url}/demo/`);
    const session = other.createSession('u-1');
    const looking = other.detectLoss();

    await expect(session).rejects.toThrow(WidgetNotDeployed);
    await expect(looking).rejects.toThrow('infra/stages.ts');
    expect(demo.status).toBe(404);
    expect([other.widgetUrl, other.demoUrl]).toEqual([undefined, undefined]);
    await other.stop();
  });
});

describe('the ports', () => {
  const teardown: Teardown[] = [];
  let occupied: Server | undefined;
  afterEach(async () => {
    for (const each of teardown.splice(0)) await each.run();
    occupied?.close();
  });

  const open = async (port: number, withWidget = true) => {
    const own = new Teardown();
    teardown.push(own);
    return await openGateways(port, withWidget, own);
  };

  /** A port that is free, and so is the next one: as good as certain. */
  const freePort = async () => {
    for (;;) {
      const { gateway } = await open(0, false);
      const { port } = gateway;
      await teardown.pop()?.run();
      const isNextFree = await open(port + 1, false).then(
        () => true,
        () => false,
      );
      await teardown.pop()?.run();
      if (isNextFree) return port;
    }
  };

  it('are the one that was asked for, and the one after it', async () => {
    const port = await freePort();

    const { gateway, widgetGateway } = await open(port);

    expect([gateway.port, widgetGateway?.port]).toEqual([port, port + 1]);
  });

  it.each([0, 65_535])('are any when there is none after it: %i', async (port) => {
    const { gateway, widgetGateway } = await open(port);

    expect(widgetGateway?.port).toBeGreaterThan(0);
    expect(widgetGateway?.port).not.toBe(gateway.port);
  });

  it('are free again when the second one is taken, which is said', async () => {
    const port = await freePort();
    occupied = createServer().listen(port + 1, '127.0.0.1');
    await once(occupied, 'listening');

    await expect(open(port)).rejects.toThrow(new PortTaken(port + 1, 'EADDRINUSE'));

    await teardown.pop()?.run();
    occupied.close();
    await expect(open(port)).resolves.toHaveProperty('gateway.port', port);
  });
});

describe('a run whose widget was used', () => {
  it('ends within 3 s, and leaves no process behind', async () => {
    const other = await startFixtureRun();
    await relay(other, 'u-1', relayed('onClose', { reason: 'exit' }));
    const before = Date.now();

    await other.stop();

    expect(Date.now() - before).toBeLessThan(3000);
    await expect(fetch(`${other.widgetUrl}/status`)).rejects.toThrow('fetch failed');
  });
});
