import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EVENT_TYPES } from '../../../lambdas/smile/events.ts';
import { CALLBACKS } from '../../../lambdas/smile/widget.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const COMPILER = join(ROOT, 'node_modules/typescript/bin/tsc');
const CACHE = join(ROOT, '.cache');

/** Each wants an entry of its own: the events of Smile's server and the widget's callbacks. */
const TYPES = [...EVENT_TYPES, ...CALLBACKS];

/** What the compiler said, and where its copies of the registry were. */
const compiled = { directory: '', output: '' };

// One run for all copies: `control.ts` as it is, and one more for each type, without its entry.
beforeAll(async () => {
  await mkdir(CACHE, { recursive: true });
  compiled.directory = await mkdtemp(join(CACHE, 'registry-'));
  const registry = (await readFile(join(ROOT, 'lambdas/handlers/registry.ts'), 'utf8'))
    .replaceAll("from './", "from '../../lambdas/handlers/")
    .replaceAll("from '../dispatch/", "from '../../lambdas/dispatch/");
  await write('control.ts', registry);
  for (const type of TYPES) {
    await write(`${type}.ts`, registry.replace(new RegExp(`^ +${type}: .*\\n`, 'm'), ''));
  }
  const settings = { extends: '../../tsconfig.json', include: ['*.ts'] };
  await write('tsconfig.json', JSON.stringify(settings));
  compiled.output = await compile(compiled.directory);
});

afterAll(async () => {
  await rm(compiled.directory, { recursive: true, force: true });
});

describe('a registry', () => {
  it('compiles as it is', () => {
    expect(compiled.output).toContain('.ts');
    expect(compiled.output).not.toContain('control.ts');
  });

  it.each(TYPES)('does not compile without %s, and the compiler names it', (type) => {
    const errors = compiled.output.split('\n').filter((line) => line.includes(`/${type}.ts`));

    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain(`error TS2741: Property '${type}' is missing`);
  });
});

async function write(name: string, text: string): Promise<void> {
  await writeFile(join(compiled.directory, name), text);
}

/** What the project's own compiler says; errors are what is wanted here. */
async function compile(directory: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const options = ['--noEmit', '--pretty', 'false', '-p', directory];
  execFile(process.execPath, [COMPILER, ...options], { cwd: ROOT }, (error, stdout) => {
    if (error === null) reject(new Error('The compiler accepted every incomplete registry.'));
    else resolve(stdout);
  });
  return await promise;
}
