import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    temporaryRoot: string;
  }
}

/** One directory for everything that these tests write; it goes when they end. */
export default function setup(project: TestProject): () => void {
  const root = mkdtempSync(join(tmpdir(), 'smile-infra-'));
  project.provide('temporaryRoot', root);
  return () => rmSync(root, { recursive: true, force: true });
}
