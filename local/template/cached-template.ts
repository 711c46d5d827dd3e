import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { KeptTemplates } from './kept-templates.ts';
import { type SynthesisOptions, synthesize } from './synthesize.ts';
import type { Template } from './template.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const kept = new KeptTemplates(join(ROOT, '.cache', 'template'));

/**
 * The template of a stage, synthesized when what it is made from has changed. Several processes may ask
 * at once; each that finds none synthesizes for itself.
 *
 * @throws SynthesisFailed
 */
export async function cachedTemplate(stage: string, options?: SynthesisOptions): Promise<Template> {
  return await keptTemplate(stage, [], async () => await synthesize(stage, options));
}

/**
 * A template that is kept under a name until `infra/` or one of further files changes.
 *
 * @param more paths of the files, from the project's root
 * @param make makes it anew, as JSON text
 */
export async function keptTemplate(
  name: string,
  more: readonly string[],
  make: () => Promise<string>,
): Promise<Template> {
  const digest = await digestOfInputs(more);
  const found = await kept.find(name, digest);
  if (found) return found;
  const text = await make();
  // Not after an edit meanwhile: nobody knows which of the two states it shows.
  if ((await digestOfInputs(more)) === digest) await kept.keep(name, digest, text);
  return JSON.parse(text) as Template;
}

/**
 * Of all that the template is made from. Of the lambdas that is only what they agree on with the stack, their
 * contracts: the local run bundles them by itself.
 */
async function digestOfInputs(more: readonly string[]): Promise<string> {
  const contracts = (await filesIn('lambdas')).filter((path) => basename(path) === 'contract.ts');
  const files = (await filesIn('infra'))
    .concat(contracts, 'cdk.json', 'package-lock.json', ...more)
    .toSorted();
  const contents = await Promise.all(files.map((path) => readFile(join(ROOT, path))));
  const hash = createHash('sha256').update(process.version);
  for (const [index, content] of contents.entries()) {
    hash.update(`\0${files[index]}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/** Paths from the project's root. */
async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(join(ROOT, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)));
}
