import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Template } from './template.ts';

/** Where synthesized templates are kept, one per stage. Processes may share it without knowing it. */
export class KeptTemplates {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** @param digest of everything that the template was made from */
  async find(stage: string, digest: string): Promise<Template | undefined> {
    try {
      return JSON.parse(await readFile(this.#pathOf(stage, digest), 'utf8')) as Template;
    } catch {
      // Absent, or damaged: either way it is made again.
      return undefined;
    }
  }

  /**
   * Replaces what is kept for the stage; another process finds the whole of it or nothing. A directory
   * that cannot be written costs a synthesis at the next start, no more.
   */
  async keep(stage: string, digest: string, text: string): Promise<void> {
    const unfinished = join(this.#directory, `unfinished-${randomUUID()}`);
    try {
      await mkdir(this.#directory, { recursive: true });
      await writeFile(unfinished, text);
      await rename(unfinished, this.#pathOf(stage, digest));
      await this.#removeOutdated(stage, digest);
    } catch {
      await rm(unfinished, { force: true }).catch(() => undefined);
    }
  }

  async #removeOutdated(stage: string, digest: string): Promise<void> {
    const ofStage = new RegExp(`^${stage}\\.[0-9a-f]+\\.json$`);
    const names = await readdir(this.#directory);
    const outdated = names.filter((name) => ofStage.test(name) && !name.includes(digest));
    await Promise.all(outdated.map((name) => rm(join(this.#directory, name), { force: true })));
  }

  #pathOf(stage: string, digest: string): string {
    return join(this.#directory, `${stage}.${digest}.json`);
  }
}
