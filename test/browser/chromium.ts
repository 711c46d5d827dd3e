import { existsSync } from 'node:fs';

/** Debian's; another one by the variable CHROMIUM. */
export const CHROMIUM = process.env.CHROMIUM || '/usr/bin/chromium';

/** It runs in containers, and asks nobody else for anything. */
export const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** What is to be done when it is not there. */
export const INSTALL = `These tests need Chromium at ${CHROMIUM}: apt-get update && apt-get install -y chromium`;

/** Without a browser the tests are skipped and say so; in CI they run, and fail. */
export const skip = !existsSync(CHROMIUM) && !process.env.CI;

if (skip) process.stderr.write(`Skipped. ${INSTALL}\n`);
