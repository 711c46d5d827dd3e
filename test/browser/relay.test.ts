import type { Page, Route } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { CALLBACKS, SCREENS } from '../../lambdas/smile/widget.ts';
import { eventually } from '../integration/eventually.ts';
import { skip } from './chromium.ts';
import { dataOf, screensIn, type Stage, startStage, type Visitor } from './stage.ts';

describe.concurrent('the relay in a real browser', { skip }, () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await startStage();
    return () => stage.stop();
  });

  it('brings every callback in every shape to the ledger, each of them once', async () => {
    const visitor = await stage.visitor();

    const shapes = await fireEveryShape(visitor);
    const rows = await visitor.handled(shapes.length);

    const fired = shapes.map(({ callback }) => callback);
    expect(rows.map(({ type }) => type)).toEqual(fired);
    expect(new Set(fired)).toEqual(new Set(CALLBACKS));
    expect(new Set(screensIn(rows)).isSupersetOf(new Set(SCREENS))).toBe(true);
    expect(new Set(rows.map(({ origin, status }) => [origin, status].join(' ')))).toEqual(
      new Set(['widget DONE']),
    );
    expect(visitor.handledIds()).toEqual(rows.map(({ eventId }) => eventId));
  });

  it('evens out what it is given before it is relayed', async () => {
    const visitor = await stage.visitor();
    const widget = await visitor.openWidget();

    await widget.fire('onUploadsCreated', { uploads: { id: 'up-1' }, userid: visitor.userId });
    await widget.fire('onClose', 'exit');
    const [uploads, close] = await visitor.handled(2);

    expect(uploads && dataOf(uploads)).toEqual({
      userId: visitor.userId,
      uploads: [{ id: 'up-1' }],
      uploadCount: 1,
    });
    expect(close && dataOf(close)).toEqual({ userId: visitor.userId, reason: 'exit' });
  });

  /** Lets the API take what is sent, and loses its first answers. */
  const loseAnswers = async (page: Page, count: number) => {
    const sent: string[] = [];
    let lost = 0;
    await page.route(`${stage.widgetUrl}/callbacks`, async (route: Route) => {
      sent.push(route.request().postData() ?? '');
      if (lost >= count) return await route.continue();
      lost += 1;
      await route.fetch();
      await route.abort();
    });
    return sent;
  };

  it('sends again what was not answered, and it is handled once all the same', async () => {
    const visitor = await stage.visitor();
    const widget = await visitor.openWidget();
    const sent = await loseAnswers(widget.page, 2);

    await widget.screens('One', 'Two', 'Three');
    const rows = await visitor.handled(3);
    await eventually(() => sent.length >= 3);
    await widget.screens('Four');
    const all = await visitor.handled(4);

    const repeated = sent.flatMap(idsIn).length;
    expect(repeated).toBeGreaterThan(4);
    expect(new Set(sent.flatMap(idsIn)).size).toBe(4);
    expect(rows).toHaveLength(3);
    expect(screensIn(all)).toEqual(['One', 'Two', 'Three', 'Four']);
    expect(visitor.handledIds()).toHaveLength(4);
  });

  it('sends again when the answer comes too late, and it is handled once all the same', async () => {
    const visitor = await stage.visitor();
    const widget = await visitor.openWidget();
    const sent: string[] = [];
    const held: Route[] = [];
    await widget.page.route(`${stage.widgetUrl}/callbacks`, async (route: Route) => {
      sent.push(route.request().postData() ?? '');
      if (sent.length > 1) return await route.continue();
      // The API has it; its answer is held back.
      await route.fetch();
      held.push(route);
    });

    await widget.fire('onAccountConnected', { accountId: 'a-1' });
    // The relay gives a request ten seconds.
    await eventually(() => sent.length === 2, 20_000);
    await held[0]?.abort().catch(() => undefined);
    const rows = await visitor.handled(1);

    expect(new Set(sent.flatMap(idsIn)).size).toBe(1);
    expect(rows).toHaveLength(1);
    expect(visitor.handledIds()).toHaveLength(1);
  });

  it('talks to the page’s own server and to the API, and to nobody else', async () => {
    const visitor = await stage.visitor();
    const asked = new Set<string>();
    visitor.context.on('request', (request) => asked.add(new URL(request.url()).origin));

    const widget = await visitor.openWidget();
    await widget.screens('One');
    await widget.fire('onClose', { reason: 'close' });
    await visitor.handled(2);
    await widget.page.close();

    // The favicon is in the page itself.
    asked.delete('null');
    expect(asked).toEqual(new Set([new URL(stage.demoUrl).origin, stage.widgetUrl]));
  });

  it('goes on when a handler of the page throws, and the page sees its error', async () => {
    const visitor = await stage.visitor();
    const page = await visitor.newTab();
    const errors: string[] = [];
    page.on('pageerror', ({ message }) => errors.push(message));
    await page.goto(`${stage.demoUrl}?user=${visitor.userId}`);

    await page.evaluate(`(async () => {
      const { createSmileWidget } = await import('/demo/smile-widget.js');
      const fail = () => { throw new Error('the page is broken'); };
      const smile = createSmileWidget({
        api: ${JSON.stringify(stage.widgetUrl)},
        session: async () =>
          (await fetch('session?user=${visitor.userId}', { method: 'POST' })).json(),
        scriptUrl: 'smile.v2.js',
        onAccountConnected: fail,
        onClose: fail,
      });
      await smile.open();
      smileStandIn.fire('onAccountConnected', { accountId: 'a-1' });
      smileStandIn.fire('onClose', { reason: 'exit' });
    })()`);
    const rows = await visitor.handled(2);

    expect(rows.map(({ type }) => type)).toEqual(['onAccountConnected', 'onClose']);
    expect(errors).toEqual(['the page is broken', 'the page is broken']);
    await expect(page.evaluate('smileStandIn.isOpen()')).resolves.toBe(false);
  });
});

/** Fires every callback in every shape; whenever the widget has closed it is opened again. */
async function fireEveryShape(visitor: Visitor) {
  const widget = await visitor.openWidget();
  const shapes = await widget.shapes();
  for (const [index, { callback }] of shapes.entries()) {
    const { length } = await widget.tokens();
    if (shapes[index - 1]?.callback === 'onClose') await widget.open();
    await widget.fireShape(index);
    if (callback === 'onTokenExpired') await widget.openedTimes(length + 1);
  }
  return shapes;
}

/** The ids of the callbacks in a request. */
function idsIn(body: string): string[] {
  return (JSON.parse(body) as { callbacks: { id: string }[] }).callbacks.map(({ id }) => id);
}
