import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { isSource } from '../../infra/bundle/beside.ts';
import type { Answer } from '../../local/gateway/proxy-result.ts';

/** The files of the page, and their types. */
const TYPES = {
  'index.html': 'text/html',
  'page.css': 'text/css',
  'page.js': 'text/javascript',
} as const;

/** A file of the page. */
export type PageFile = keyof typeof TYPES;

/** What the page may do: nothing but its own files and its own server. */
export const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

/** Gives the page's files: bundled at the first look in a clone, as they were built in the package. */
export function pageFiles(): (name: string) => Promise<Answer | undefined> {
  let bundled: Promise<ReadonlyMap<string, Buffer>> | undefined;
  return async (name) => {
    if (!Object.hasOwn(TYPES, name)) return undefined;
    bundled ??= filesOf().catch((error: unknown) => {
      // Its author fixes the source and looks again.
      bundled = undefined;
      throw error;
    });
    const body = (await bundled).get(name);
    return body && { status: 200, headers: headersOf(TYPES[name as PageFile]), body };
  };
}

async function filesOf(): Promise<ReadonlyMap<string, Buffer>> {
  if (isSource) return await (await import('../bundle-page.ts')).bundlePage();
  return new Map(await Promise.all(Object.keys(TYPES).map(readBuilt)));
}

async function readBuilt(name: string): Promise<readonly [string, Buffer]> {
  return [name, await readFile(fileURLToPath(new URL(`../page/${name}`, import.meta.url)))];
}

function headersOf(type: string): Readonly<Record<string, string>> {
  return {
    'content-type': `${type}; charset=utf-8`,
    'content-security-policy': POLICY,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cache-control': 'no-store',
  };
}
