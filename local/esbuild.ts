import { stop } from 'esbuild';

let running = 0;

/**
 * Runs what bundles, and ends esbuild's service after the last of it: it would hold 170 MB for nothing,
 * and comes back by itself.
 */
export async function whileBundling<T>(bundle: () => Promise<T>): Promise<T> {
  running += 1;
  try {
    return await bundle();
  } finally {
    running -= 1;
    if (running === 0) await stop();
  }
}
