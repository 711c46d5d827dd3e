import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { text } from 'node:stream/consumers';

/** What the compiler says about a file; undefined when it has nothing to say. */
export type TypeErrors = string | undefined;

/**
 * Type-checks a file and what it imports, with the options of the nearest `tsconfig.json` and the compiler that
 * the project has. JavaScript is not checked, nor is a project without options.
 *
 * @param file absolute path
 * @returns the compiler's text; a sentence when the project has no compiler
 */
export async function checkTypes(file: string): Promise<TypeErrors> {
  if (!/^\.[cm]?tsx?$/.test(extname(file))) return undefined;
  const options = above(file, 'tsconfig.json');
  if (options === undefined) return undefined;
  const compiler = compilerOf(file);
  if (compiler === undefined) {
    return `${file} is TypeScript, and typescript is not installed. Run npm install --save-dev typescript.`;
  }
  // Below the project, so that its @types are found; options cannot be given beside a file on the command line.
  const directory = join(dirname(options), 'node_modules', '.cache', 'smile-event-receiver');
  const written = join(directory, `tsconfig.${process.pid}.json`);
  await mkdir(directory, { recursive: true });
  const own = { extends: options, files: [file], include: [], compilerOptions: { noEmit: true } };
  await writeFile(written, JSON.stringify(own));
  try {
    const tsc = spawn(process.execPath, [compiler, '-p', written, '--pretty', 'false']);
    const [said, errors, [code]] = await Promise.all([
      text(tsc.stdout),
      text(tsc.stderr),
      once(tsc, 'close'),
    ]);
    return code === 0 ? undefined : `${said}${errors}`.trim();
  } finally {
    await rm(written, { force: true });
  }
}

function compilerOf(file: string): string | undefined {
  try {
    const manifest = createRequire(file).resolve('typescript/package.json');
    return join(dirname(manifest), 'bin', 'tsc');
  } catch {
    return undefined;
  }
}

/** The nearest file of that name in a directory above. */
function above(file: string, name: string): string | undefined {
  for (let directory = dirname(file); ; directory = dirname(directory)) {
    if (existsSync(join(directory, name))) return join(directory, name);
    if (directory === dirname(directory)) return undefined;
  }
}
