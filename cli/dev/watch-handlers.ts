import { type FSWatcher, watch } from 'node:fs';
import { dirname, extname, relative } from 'node:path';
import { styleText } from 'node:util';
import { checkTypes } from '../../infra/bundle/check-types.ts';
import type { LocalRun } from '../../local/start.ts';
import { INDENT, timeOfDay } from '../log/layout.ts';

/** Editors write a file in several steps. */
const SETTLE_MS = 60;
const SOURCES = new Set(['.ts', '.mts', '.cts', '.tsx', '.js', '.mjs', '.cjs', '.jsx', '.json']);

/**
 * Loads the handlers again whenever one of their files is saved. A file that does not compile, or does not load,
 * leaves the worker as it was. Type errors are printed and stop nothing.
 */
export async function watchHandlers(run: LocalRun, print: (line: string) => void): Promise<void> {
  const watchers = new Map<string, FSWatcher>();
  let timer: NodeJS.Timeout | undefined;
  let reloading: Promise<void> = Promise.resolve();

  const follow = () => {
    for (const directory of new Set(run.handlerFiles().map((file) => dirname(file)))) {
      if (watchers.has(directory)) continue;
      const watcher = watch(directory, (_event, name) => {
        if (name !== null && SOURCES.has(extname(name))) changed(name);
      });
      watchers.set(directory, watcher);
    }
  };
  const changed = (name: string) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      reloading = reloading.then(() => reload(name));
    }, SETTLE_MS);
  };
  const reload = async (name: string) => {
    const begun = performance.now();
    try {
      await run.reloadHandlers();
      print(
        `${timeOfDay()} ${styleText('cyan', '●')} ${name} saved, loaded in ${Math.round(performance.now() - begun)} ms`,
      );
      follow();
      await printTypeErrors(run, print);
    } catch (error) {
      print(
        `${timeOfDay()} ${styleText('red', '●')} ${name} saved, but it does not work. The handlers from before go on.`,
      );
      print(indented((error as Error).message));
    }
  };
  follow();
  await printTypeErrors(run, print);
}

async function printTypeErrors(run: LocalRun, print: (line: string) => void): Promise<void> {
  const [entry] = run.handlerFiles();
  if (entry === undefined) return;
  const errors = await checkTypes(entry);
  if (errors !== undefined) {
    print(
      `${timeOfDay()} ${styleText('yellow', '!')} ${relative(process.cwd(), entry)} has type errors. It runs all the same; cdk synth would stop.`,
    );
    print(indented(errors));
  }
}

const indented = (text: string) => text.replaceAll(/^/gm, INDENT);
