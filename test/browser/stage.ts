import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import type { LocalOptions } from '../../local/start.ts';
import type { Shape } from '../../widget/demo/shapes.ts';
import { eventually } from '../integration/eventually.ts';
import { type Receiver, type Row, startReceiver } from '../integration/receiver.ts';
import { soon } from '../integration/soon.ts';
import { CHROMIUM, FLAGS, INSTALL } from './chromium.ts';

/** A run and a browser, for the tests of a file. */
export interface Stage {
  readonly receiver: Receiver;
  /** Of the demo pages. */
  readonly demoUrl: string;
  readonly widgetUrl: string;
  /** A user of her own, in a browser profile of her own. */
  visitor(): Promise<Visitor>;
  stop(): Promise<void>;
}

/** A person with a browser. */
export interface Visitor {
  readonly userId: string;
  readonly context: BrowserContext;
  /** A tab with nothing in it. */
  newTab(): Promise<Page>;
  /** A tab with the demo page, whose widget is open. */
  openWidget(): Promise<WidgetPage>;
  /** The user's callbacks in the ledger, in the order in which they were handled. */
  rows(): Promise<Row[]>;
  /** Of the events that the worker has handled for the user; one that was handled twice is in it twice. */
  handledIds(): string[];
  /** The rows as soon as so many events are handled. */
  handled(count: number, withinMs?: number): Promise<Row[]>;
}

/** The demo page, and the hands of its visitor. */
export interface WidgetPage {
  readonly page: Page;
  /** Presses the page's button. */
  open(): Promise<void>;
  fire(callback: string, ...args: readonly unknown[]): Promise<void>;
  /** Fires screen events of these names. */
  screens(...names: readonly string[]): Promise<void>;
  shapes(): Promise<readonly Pick<Shape, 'callback' | 'label'>[]>;
  fireShape(index: number): Promise<void>;
  /** Link tokens that widgets were opened with. */
  tokens(): Promise<readonly string[]>;
  /** Resolves when widgets have been opened so often. */
  openedTimes(count: number): Promise<void>;
}

/** Starts both. */
export async function startStage(options: Partial<LocalOptions> = {}): Promise<Stage> {
  if (!existsSync(CHROMIUM)) throw new Error(INSTALL);
  const [receiver, browser] = await Promise.all([
    startReceiver(options),
    chromium.launch({ executablePath: CHROMIUM, args: FLAGS }),
  ]);
  const { demoUrl, widgetUrl } = receiver.run;
  if (demoUrl === undefined || widgetUrl === undefined) throw new Error('The stage has no widget.');
  let visitors = 0;
  return {
    receiver,
    demoUrl,
    widgetUrl,
    async visitor() {
      visitors += 1;
      return await visitorOf(`visitor-${visitors}`, { receiver, browser, demoUrl });
    },
    async stop() {
      await Promise.all([browser.close(), receiver.run.stop()]);
    },
  };
}

async function visitorOf(
  userId: string,
  of: { readonly receiver: Receiver; readonly browser: Browser; readonly demoUrl: string },
): Promise<Visitor> {
  const { receiver, browser, demoUrl } = of;
  const context = await browser.newContext();
  const visitor: Visitor = {
    userId,
    context,
    newTab: () => context.newPage(),
    async openWidget() {
      const page = await context.newPage();
      await page.goto(`${demoUrl}?user=${userId}`);
      const widget = widgetPage(page);
      await widget.open();
      return widget;
    },
    async rows() {
      const rows = await receiver.rows();
      return rows
        .filter(({ eventId }) => eventId.startsWith(`widget:${userId}:`))
        .toSorted((one, other) => String(one.startedAt).localeCompare(String(other.startedAt)));
    },
    handledIds: () => handledIds(receiver.lines, userId),
    async handled(count, withinMs = 120_000) {
      // Looked up in the log, which costs nothing; a look into the table costs the run its time.
      await soon(() => {
        const { size } = new Set(visitor.handledIds());
        if (size < count) throw new Error(`${size} of ${count} are handled`);
      }, withinMs);
      return await visitor.rows();
    },
  };
  return visitor;
}

function handledIds(lines: readonly string[], userId: string): string[] {
  return lines
    .filter((line) => line.includes('"event done"') && line.includes(`"widget:${userId}:`))
    .map((line) => (JSON.parse(line) as { readonly eventId: string }).eventId);
}

/** Scripts in the page are given as text: the tests know no types of a browser. */
function widgetPage(page: Page): WidgetPage {
  const fire = async (callback: string, ...args: readonly unknown[]) => {
    const given = [callback, ...args].map((argument) => JSON.stringify(argument));
    await page.evaluate(`smileStandIn.fire(${given.join(', ')})`);
  };
  const tokens = async () => await page.evaluate<string[]>('[...smileStandIn.tokens]');
  return {
    page,
    async open() {
      await page.click('#open');
      await page.waitForSelector('.stand-in');
    },
    fire,
    async screens(...names) {
      for (const eventName of names) await fire('onUIEvent', { eventName });
    },
    shapes: () =>
      page.evaluate('smileStandIn.shapes.map(({ callback, label }) => ({ callback, label }))'),
    fireShape: (index) => page.evaluate(`smileStandIn.fireShape(${index})`),
    tokens,
    async openedTimes(count) {
      await eventually(async () => (await tokens()).length >= count);
    },
  };
}

/** What a row's event says. */
export function dataOf({ body }: Row): Record<string, unknown> {
  return (JSON.parse(String(body)) as { data: Record<string, unknown> }).data;
}

/** The names of the screens, in the order of the rows. */
export function screensIn(rows: readonly Row[]): string[] {
  return rows
    .filter(({ type }) => type === 'onUIEvent')
    .map((row) => String(dataOf(row).eventName));
}
