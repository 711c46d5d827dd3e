import type { DataDirectory } from '../data-directory.ts';
import type { LocalOptions } from '../run.ts';
import type { Teardown } from '../teardown.ts';
import { cachedTemplate } from './cached-template.ts';
import { readSystem, type System } from './system.ts';

/** The stage whose stack runs here, unless a template is given. */
const STAGE = 'sandbox';

/**
 * What a run stands in for.
 *
 * @param bundling tells sooner than the synthesis, which bundles too, when a function does not compile
 * @throws SynthesisFailed, TemplateUnsupported, SourceUnreadable
 */
export async function systemOf(
  { template, adjust = (system) => system }: LocalOptions,
  bundling: Promise<unknown>,
  { temporary }: DataDirectory,
  teardown: Teardown,
): Promise<System> {
  const givenUp = new AbortController();
  const synthesized = template ?? cachedTemplate(STAGE, { temporary, signal: givenUp.signal });
  teardown.add(async () => {
    givenUp.abort();
    await Promise.allSettled([synthesized]);
  });
  return adjust(readSystem(await Promise.race([synthesized, bundling.then(() => synthesized)])));
}
