import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../integration/eventually.ts';
import { skip } from './chromium.ts';
import { type Stage, startStage, type Visitor } from './stage.ts';

describe.concurrent('a page that opens the widget', { skip }, () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await startStage();
    return () => stage.stop();
  });

  /** The link tokens that Smile has made for a user. */
  const mintedFor = ({ userId }: Visitor) =>
    stage.receiver.run.smileApi.requests.filter((request) => request.userId === userId);

  it('gets a new widget with a new token when the token expires while it is open', async () => {
    const visitor = await stage.visitor();
    const widget = await visitor.openWidget();

    await widget.fire('onTokenExpired');
    await widget.openedTimes(2);
    await widget.fire('onClose', { reason: 'exit' });
    const rows = await visitor.handled(2);

    const [first, second] = await widget.tokens();
    expect(second).not.toBe(first);
    expect(mintedFor(visitor).map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /v1/tokens',
      'POST /v1/tokens',
    ]);
    expect(rows.map(({ type }) => type)).toEqual(['onTokenExpired', 'onClose']);
  });

  it('is told, and not opened for ever, when the widget calls every new token expired', async () => {
    const visitor = await stage.visitor();
    const widget = await visitor.openWidget();

    for (const times of [2, 3, 4]) {
      await widget.fire('onTokenExpired');
      await widget.openedTimes(times);
    }
    await widget.fire('onTokenExpired');
    const message = await trouble(widget.page);

    expect(message).toContain('token-loop');
    expect(mintedFor(visitor)).toHaveLength(4);
  });

  it('says why when the script does not load, in the page', async () => {
    const visitor = await stage.visitor();
    const page = await visitor.newTab();
    await page.route('**/smile.v2.js', (route) => route.abort());
    await page.goto(`${stage.demoUrl}?user=${visitor.userId}`);

    await page.click('#open');
    const message = await trouble(page);
    await page.unroute('**/smile.v2.js');
    await page.click('#open');
    await page.waitForSelector('.stand-in');

    expect(message).toContain('script-blocked');
    expect(message).toContain('smile.v2.js');
    expect(message).toContain('script-src');
    await expect(page.isHidden('#trouble')).resolves.toBe(true);
  });

  it('says why when a Content-Security-Policy blocks the script, from open()', async () => {
    const visitor = await stage.visitor();
    const page = await visitor.newTab();
    await page.goto(`${stage.demoUrl}?user=${visitor.userId}`);

    const error = await page.evaluate(`(async () => {
      const { createSmileWidget } = await import('/demo/smile-widget.js');
      // Smile's own script, which this page's policy does not name.
      const smile = createSmileWidget({
        api: ${JSON.stringify(stage.widgetUrl)},
        session: async () =>
          (await fetch('session?user=${visitor.userId}', { method: 'POST' })).json(),
      });
      return await smile.open().then(
        () => undefined,
        ({ name, code, message }) => ({ name, code, message }),
      );
    })()`);

    expect(error).toEqual({
      name: 'SmileWidgetError',
      code: 'script-blocked',
      message: expect.stringContaining('https://web.smileapi.io/v2/smile.v2.js'),
    });
  });

  it('may load the module as a classic script', async () => {
    const visitor = await stage.visitor();
    const page = await visitor.newTab();
    await page.goto(`${stage.demoUrl}?user=${visitor.userId}`);

    await page.addScriptTag({ url: 'smile-widget.global.js' });
    await page.evaluate(`(async () => {
      const smile = SmileWidget.createSmileWidget({
        api: ${JSON.stringify(stage.widgetUrl)},
        session: async () =>
          (await fetch('session?user=${visitor.userId}', { method: 'POST' })).json(),
        scriptUrl: 'smile.v2.js',
      });
      await smile.open();
      smileStandIn.fire('onClose');
      await smile.flush();
    })()`);
    const rows = await visitor.handled(1);

    expect(rows.map(({ type }) => type)).toEqual(['onClose']);
  });

  it('is opened for who is logged in now, when another user was before in the same tab', async () => {
    const [first, second] = [await stage.visitor(), await stage.visitor()];
    const page = await first.newTab();
    await page.goto(stage.demoUrl);

    const kept = await page.evaluate(`(async () => {
      const { createSmileWidget } = await import('/demo/smile-widget.js');
      let user = '${first.userId}';
      const smile = createSmileWidget({
        api: ${JSON.stringify(stage.widgetUrl)},
        session: async () => (await fetch('session?user=' + user, { method: 'POST' })).json(),
        scriptUrl: 'smile.v2.js',
      });
      await smile.open();
      smileStandIn.fire('onClose');
      await smile.flush();
      user = '${second.userId}';
      await smile.open();
      smileStandIn.fire('onAccountConnected', { accountId: 'a-2' });
      await smile.flush();
      smile.end();
      smileStandIn.fire('onClose');
      await smile.flush();
      return Object.keys(localStorage).map((key) => key.split(':').at(-2));
    })()`);
    const [ofFirst, ofSecond] = [await first.handled(1), await second.handled(1)];

    expect(mintedFor(first)).toHaveLength(1);
    expect(mintedFor(second)).toHaveLength(1);
    expect(ofFirst.map(({ type }) => type)).toEqual(['onClose']);
    expect(ofSecond.map(({ type }) => type)).toEqual(['onAccountConnected']);
    expect(kept).toEqual([second.userId]);
  });

  it('says why when no link token can be had', async () => {
    const visitor = await stage.visitor();
    stage.receiver.run.smileApi.unknownUsers.add(visitor.userId);
    const page = await visitor.newTab();
    await page.goto(`${stage.demoUrl}?user=${visitor.userId}`);

    await page.click('#open');
    const message = await trouble(page);

    expect(message).toContain('link-token-refused');
    expect(message).toContain('user-unknown');
  });

  it('may run it in a sandboxed frame, and reports what the frame says', async () => {
    const visitor = await stage.visitor();
    const page = await visitor.newTab();
    const complaints = complaintsOf(page);
    await page.goto(`${stage.demoUrl}iframe.html?user=${visitor.userId}`);
    const frame = page.frameLocator('#wink');

    await frame.getByText('onAccountConnected').waitFor();
    await frame.locator('details[open] button', { hasText: 'an object' }).first().click();
    await frame.locator('details[open] button', { hasText: 'the word alone' }).click();
    const rows = await visitor.handled(2);

    expect(rows.map(({ type }) => type)).toEqual(['onAccountConnected', 'onClose']);
    expect(mintedFor(visitor)).toHaveLength(1);
    expect(complaints).toEqual([]);
  });

  it('takes no message of another frame for the widget’s', async () => {
    const visitor = await stage.visitor();
    const page = await visitor.newTab();
    await page.goto(`${stage.demoUrl}iframe.html?user=${visitor.userId}`);
    const frame = page.frameLocator('#wink');
    await frame.getByText('onAccountConnected').waitFor();

    await page.evaluate(
      "postMessage({ name: 'onAccountConnected', argument: { accountId: 'a-0' } })",
    );
    await frame.locator('details[open] button', { hasText: 'an object' }).first().click();
    const rows = await visitor.handled(1);

    expect(rows).toHaveLength(1);
    expect(String(rows[0]?.body)).not.toContain('"a-0"');
  });

  it('works under a Content-Security-Policy without unsafe-inline', async () => {
    const visitor = await stage.visitor();
    const page = await visitor.newTab();
    const complaints = complaintsOf(page);
    const answered = page.waitForResponse(`${stage.demoUrl}?user=${visitor.userId}`);

    await page.goto(`${stage.demoUrl}?user=${visitor.userId}`);
    await page.click('#open');
    await page.click('.stand-in details[open] button');
    await page.click('.stand-in .cross');
    await visitor.handled(2);
    await page.waitForSelector('.account');

    const policy = (await (await answered).allHeaders())['content-security-policy'] ?? '';
    expect(complaints).toEqual([]);
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
  });

  it.each([
    ['a script', '<script>document.title = "inline"</script>', 'script-src'],
    ['a style', '<p style="color: red">inline</p>', 'style-src'],
  ])('would be told of %s in the page itself', async (_, html, directive) => {
    const visitor = await stage.visitor();
    const page = await visitor.newTab();
    const complaints = complaintsOf(page);
    await page.route(stage.demoUrl, async (route) => {
      const response = await route.fetch();
      const body = (await response.text()).replace('</header>', `</header>${html}`);
      await route.fulfill({ response, body });
    });

    await page.goto(stage.demoUrl);
    await eventually(() => complaints.some((said) => said.includes(directive)));

    await expect(page.title()).resolves.not.toBe('inline');
  });

  it('of a foreign origin is refused, and queues nothing', async () => {
    const foreign = createServer((_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html>');
    });
    foreign.listen(0, '127.0.0.1');
    await once(foreign, 'listening');
    const visitor = await stage.visitor();
    const { token } = await stage.receiver.run.createSession(visitor.userId);
    const body = JSON.stringify({
      session: token,
      callbacks: [{ id: '1', name: 'onClose', at: new Date().toISOString(), data: {} }],
    });
    const page = await visitor.newTab();
    await page.goto(`http://127.0.0.1:${(foreign.address() as AddressInfo).port}`);
    const refusals = stage.receiver.metric('CallbacksRefused');

    const post = `fetch('${stage.widgetUrl}/callbacks', { method: 'POST', body: ${JSON.stringify(body)} })`;
    const read = await page.evaluate(`${post}.then(() => 'read', ({ message }) => message)`);
    const asked = await page.evaluate(
      `fetch('${stage.widgetUrl}/status', { headers: { authorization: 'Bearer ${token}' } })
        .then(() => 'read', ({ message }) => message)`,
    );
    foreign.close();

    expect(read).toBe('Failed to fetch');
    expect(asked).toBe('Failed to fetch');
    // A request without a preflight reaches the function, which refuses it.
    await eventually(() => stage.receiver.metric('CallbacksRefused') === refusals + 1);
    await expect(visitor.rows()).resolves.toEqual([]);
  });
});

/** What the browser says about a page from now on, its policy above all. */
function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', ({ message }) => complaints.push(message));
  return complaints;
}

/** What the page says that is wrong. */
async function trouble(page: Page): Promise<string> {
  await page.waitForSelector('#trouble:not([hidden])');
  return await page.innerText('#trouble');
}
