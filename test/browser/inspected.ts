import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { configuredStack } from '../delivered/configured-stack.ts';
import { type Receiver, startReceiver } from '../integration/receiver.ts';
import { CHROMIUM, FLAGS } from './chromium.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** A receiver whose handlers can be fixed, and a browser. */
export interface Inspected {
  readonly receiver: Receiver;
  readonly browser: Browser;
  /** Puts right what is wrong with the handlers, and loads them again. */
  readonly fix: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Starts both. */
export async function startInspected(): Promise<Inspected> {
  await mkdir(join(ROOT, '.cache'), { recursive: true });
  const directory = await mkdtemp(join(ROOT, '.cache/inspected-'));
  const file = join(directory, 'smile-handlers.ts');
  await copyFile(fileURLToPath(new URL('fixtures/inspected-handlers.ts', import.meta.url)), file);
  const template = configuredStack({
    mode: 'sandbox',
    handlers: relative(process.cwd(), file),
    retry: { attempts: 1 },
  });
  const [receiver, browser] = await Promise.all([
    startReceiver({ template, workerEntry: undefined }),
    launch(),
  ]);
  return {
    receiver,
    browser,
    async fix() {
      const source = await readFile(file, 'utf8');
      await writeFile(file, source.replace('incomeOf([])', 'void incomeOf'));
      await receiver.run.reloadHandlers();
    },
    async stop() {
      await Promise.all([browser.close(), receiver.run.stop()]);
      await rm(directory, { recursive: true });
    },
  };
}

/** A browser that is driven. */
export const launch = (): Promise<Browser> =>
  chromium.launch({ executablePath: CHROMIUM, args: FLAGS });

/** How a person looks. */
export interface Looking {
  readonly width?: number;
  readonly theme?: 'light' | 'dark';
}

/** A page, and everything that it should not have done. */
export interface Look {
  readonly page: Page;
  /** Errors, violations of the policy, and requests to other hosts. */
  readonly faults: readonly string[];
  /** All that the server has answered. */
  readonly answers: readonly string[];
}

/** Opens a page in a profile of its own. */
export async function look(
  browser: Browser,
  url: string,
  { width = 1280, theme = 'light' }: Looking = {},
): Promise<Look> {
  const context = await browser.newContext({
    viewport: { width, height: 800 },
    colorScheme: theme,
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const page = await context.newPage();
  const [faults, answers]: [string[], string[]] = [[], []];
  const { host } = new URL(url);
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (/Content Security Policy|Trusted/i.test(message.text())) faults.push(message.text());
  });
  page.on('request', (request) => {
    const asked = new URL(request.url());
    if (asked.protocol !== 'data:' && asked.host !== host) faults.push(request.url());
  });
  page.on('response', (response) => {
    void response.text().then(
      (text) => answers.push(text),
      () => undefined,
    );
  });
  await page.addInitScript(
    "addEventListener('securitypolicyviolation', (event) => console.error('Content Security Policy', event.violatedDirective, event.blockedURI))",
  );
  await page.goto(url);
  return { page, faults, answers };
}

/** What axe reports, one line each. */
export async function axe(page: Page): Promise<readonly string[]> {
  await page.evaluate(await readFile(AXE, 'utf8'));
  return await page.evaluate<string[]>(
    "axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => id + ' ' + target.join(' ') + ' ' + failureSummary)))",
  );
}

/** Whether anything is wider than the window. */
export async function expectNoOverflow(page: Page): Promise<void> {
  const [width, inner] = await page.evaluate<[number, number]>(
    '[document.documentElement.scrollWidth, innerWidth]',
  );
  expect(width).toBeLessThanOrEqual(inner);
}
