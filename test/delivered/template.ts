import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { keptTemplate } from '../../local/template/cached-template.ts';
import type { Template } from '../../local/template/template.ts';

const PROGRAM = fileURLToPath(new URL('print-template.ts', import.meta.url));
const MADE_FROM = ['stages', 'configured-stack', 'print-template'].map(
  (name) => `test/delivered/${name}.ts`,
);

/**
 * The stack of the sandbox as delivered, whatever stands in `infra/stages.ts`. Made in a process of its own:
 * what this one has loaded may be older than the files.
 */
export async function deliveredTemplate(): Promise<Template> {
  return await keptTemplate('delivered', MADE_FROM, async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [PROGRAM], {
      env: { PATH: process.env.PATH, CDK_VALIDATION: 'false' },
      maxBuffer: 16 * 1024 * 1024,
    });
    return stdout;
  });
}
