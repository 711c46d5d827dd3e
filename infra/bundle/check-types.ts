import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { nearest } from './nearest.ts';

/** What the compiler says about a file; undefined if it has nothing to say. */
export type TypeErrors = string | undefined;

/**
 * Type-checks a file, what it imports and the project's declarations, with the options of the nearest
 * `tsconfig.json` and the compiler that the project has. JavaScript is not checked, nor is a project without options.
 *
 * @param file absolute path
 * @returns the compiler's text; a sentence if the project has no compiler
 */
export async function checkTypes(file: string): Promise<TypeErrors> {
  if (!/^\.[cm]?tsx?$/.test(extname(file))) return undefined;
  const options = nearest('tsconfig.json', file);
  if (options === undefined) return undefined;
  const compiler = compilerOf(file);
  if (compiler === undefined) {
    return `${file} is TypeScript, and typescript is not installed. Run npm install --save-dev typescript.`;
  }
  // A file of its own, since a command line takes either files or the options of a project. In node_modules, since
  // the compiler looks for @types in the directories above.
  const directory = join(
    nearest('node_modules', options) ?? dirname(options),
    '.cache/smile-event-receiver',
  );
  const written = join(directory, `tsconfig.${process.pid}.json`);
  await mkdir(directory, { recursive: true });
  await writeFile(written, JSON.stringify(optionsFor(file, options)));
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

/** The project's options, for this file alone: what else is wrong in the project does not stop it. */
function optionsFor(file: string, options: string): object {
  const project = dirname(options);
  return {
    extends: options,
    files: [file],
    // Modules that only the project knows, such as '*.html'.
    include: [join(project, '**/*.d.ts')],
    exclude: [join(project, '**/node_modules'), join(project, '**/cdk.out')],
    // The others are about output, or about projects as a whole.
    compilerOptions: { noEmit: true, composite: false, incremental: false, tsBuildInfoFile: null },
  };
}

function compilerOf(file: string): string | undefined {
  try {
    const manifest = createRequire(file).resolve('typescript/package.json');
    return join(dirname(manifest), 'bin', 'tsc');
  } catch {
    return undefined;
  }
}
