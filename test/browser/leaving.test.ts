import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../integration/eventually.ts';
import { skip } from './chromium.ts';
import { dataOf, screensIn, type Stage, startStage, type Visitor } from './stage.ts';

describe.concurrent('a page that goes away', { skip }, () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await startStage();
    return () => stage.stop();
  });

  const LAST_WORDS = `
    smileStandIn.fire('onUIEvent', { eventName: 'ConnectSuccessPageOpened' });
    smileStandIn.fire('onAccountConnected', { accountId: 'a-1' });
    smileStandIn.fire('onClose', { reason: 'exit' });
  `;
  const SAID = ['onUIEvent', 'onAccountConnected', 'onClose'];

  /**
   * A closing page has half a second for its last request; a busy browser ends it without one. What it could
   * not send, the user's next page does.
   */
  const visitAgain = async (visitor: Visitor, tab: Page) => {
    await tab.goto(`${stage.demoUrl}?user=${visitor.userId}`);
  };

  it('has lost nothing when it closes itself right after onClose', async () => {
    const visitor = await stage.visitor();
    const opener = await visitor.newTab();
    await opener.goto(stage.demoUrl);
    const [page] = await Promise.all([
      visitor.context.waitForEvent('page'),
      // Only a window that a script has opened may close itself.
      opener.evaluate(`void open('?user=${visitor.userId}')`),
    ]);
    await page.click('#open');
    await page.waitForSelector('.stand-in');

    await page.evaluate(`${LAST_WORDS} window.close()`).catch(() => undefined);
    await visitAgain(visitor, opener);
    const rows = await visitor.handled(3);

    expect(page.isClosed()).toBe(true);
    expect(rows.map(({ type }) => type)).toEqual(SAID);
  });

  it('has lost nothing when its tab is closed', async () => {
    const visitor = await stage.visitor();
    const { page } = await visitor.openWidget();
    // A browser whose last tab closes ends, and what it was sending with it.
    const later = await visitor.newTab();

    await page.evaluate(LAST_WORDS);
    await page.close();
    await visitAgain(visitor, later);
    const rows = await visitor.handled(3);

    expect(rows.map(({ type }) => type)).toEqual(SAID);
  });

  it('has lost nothing when it navigates away in the same moment', async () => {
    const visitor = await stage.visitor();
    const { page } = await visitor.openWidget();

    await page.evaluate(`${LAST_WORDS} location.href = 'about:blank'`);
    await page.waitForURL('about:blank');
    const rows = await visitor.handled(3);

    expect(rows.map(({ type }) => type)).toEqual(SAID);
  });

  it('is offline for ten seconds, and loses nothing, in the order in which it fired', async () => {
    const visitor = await stage.visitor();
    const widget = await visitor.openWidget();
    await widget.screens('Before1', 'Before2');
    await visitor.handled(2);

    await visitor.context.setOffline(true);
    await widget.screens('Away1', 'Away2');
    await widget.fire('onAccountConnected', { accountId: 'a-1' });
    await delay(10_000);
    await widget.screens('Away3');
    const meanwhile = await visitor.rows();
    await visitor.context.setOffline(false);
    await widget.screens('Back1', 'Back2');
    const rows = await visitor.handled(8);

    const screens = ['Before1', 'Before2', 'Away1', 'Away2', 'Away3', 'Back1', 'Back2'];
    expect(meanwhile).toHaveLength(2);
    expect(screensIn(rows)).toEqual(screens);
    expect(rows.findIndex(({ type }) => type === 'onAccountConnected')).toBe(4);
    // Each tells when it fired, not when it was sent.
    const times = rows.map(({ createdAt }) => String(createdAt));
    expect(times).toEqual(times.toSorted());
  });

  it('is closed while it is offline; a later page of the user sends what it could not', async () => {
    const visitor = await stage.visitor();
    const { page } = await visitor.openWidget();
    const later = await visitor.newTab();

    await visitor.context.setOffline(true);
    await page.evaluate(LAST_WORDS);
    await page.close();
    await visitor.context.setOffline(false);
    // Chromium may let the closing page's last request out, whatever it was told of the network. The page
    // got no answer, so that the later one has to send everything in any case.
    const [sent] = await Promise.all([
      later.waitForRequest('**/callbacks'),
      visitAgain(visitor, later),
    ]);
    const rows = await visitor.handled(3);

    for (const type of SAID) expect(sent.postData()).toContain(type);
    expect(rows.map(({ type }) => type)).toEqual(SAID);
    expect(rows[1] && dataOf(rows[1])).toMatchObject({ accountId: 'a-1' });
    await eventually(async () => (await later.evaluate('localStorage.length')) === 0);
  });

  it('crashes; a later page of the user sends what it could not', async () => {
    const visitor = await stage.visitor();
    const { page } = await visitor.openWidget();
    const later = await visitor.newTab();

    await visitor.context.setOffline(true);
    await page.evaluate(LAST_WORDS);
    await Promise.all([
      page.waitForEvent('crash'),
      page.goto('chrome://crash').catch(() => undefined),
    ]);
    await page.close();
    await visitor.context.setOffline(false);
    await visitAgain(visitor, later);
    const rows = await visitor.handled(3);

    expect(rows.map(({ type }) => type)).toEqual(SAID);
  });

  it('is open in two tabs, and both send what either could not: each is handled once', async () => {
    const visitor = await stage.visitor();
    const one = await visitor.openWidget();
    const other = await visitor.openWidget();

    await visitor.context.setOffline(true);
    await one.screens('InOne1', 'InOne2');
    await other.screens('InOther1', 'InOther2');
    await visitor.context.setOffline(false);
    const later = await visitor.openWidget();
    await later.screens('Later');
    const rows = await visitor.handled(5);

    expect(new Set(screensIn(rows))).toEqual(
      new Set(['InOne1', 'InOne2', 'InOther1', 'InOther2', 'Later']),
    );
    expect(rows).toHaveLength(5);
    expect(visitor.handledIds()).toHaveLength(5);
  });

  it('keeps what one user could not send away from the next user of the browser', async () => {
    const visitor = await stage.visitor();
    const { page } = await visitor.openWidget();

    await visitor.context.setOffline(true);
    await page.evaluate(LAST_WORDS);
    await page.close();
    await visitor.context.setOffline(false);
    const other = await visitor.newTab();
    const sent: string[] = [];
    other.on('request', (request) => sent.push(request.postData() ?? ''));
    await other.goto(`${stage.demoUrl}?user=somebody-else`);
    await other.click('#open');
    await other.waitForSelector('.stand-in');
    await other.evaluate("smileStandIn.fire('onClose', { reason: 'close' })");
    await eventually(() =>
      stage.receiver.lines.some((line) => line.includes('widget:somebody-else:')),
    );
    // Its own leaves the storage with the API's answer, which may come after the handler has run.
    await eventually(async () => (await other.evaluate('localStorage.length')) === 3);

    // What the closing page itself has sent at the last moment is no matter of this one.
    expect(sent.join()).toContain('"reason":"close"');
    expect(sent.join()).not.toMatch(/"a-1"|"exit"|ConnectSuccessPageOpened/);
  });
});
