import { mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { checkTypes } from '../../../infra/bundle/check-types.ts';
import { temporaryProject } from '../temporary-project.ts';

const TYPESCRIPT = dirname(fileURLToPath(import.meta.resolve('typescript/package.json')));
const OPTIONS = { compilerOptions: { strict: true, types: [], lib: ['es2024'] } };
const WRONG = "const attempts: number = 'five';\nexport default attempts;\n";

/** A project that has installed the compiler. */
const projectWith = (files: Readonly<Record<string, string | object>>): string => {
  const project = temporaryProject(files);
  mkdirSync(join(project, 'node_modules'));
  symlinkSync(TYPESCRIPT, join(project, 'node_modules/typescript'));
  return project;
};

describe('a handlers file that is TypeScript', () => {
  it('is checked with what it imports: the compiler names file and line', async () => {
    const project = projectWith({
      'tsconfig.json': OPTIONS,
      'src/handlers.ts': "export { default } from './wrong';\n",
      'src/wrong.ts': WRONG,
    });

    const said = await checkTypes(join(project, 'src/handlers.ts'));

    expect(said).toMatch(
      /src\/wrong\.ts\(1,7\): error TS2322: Type 'string' is not assignable to type 'number'\.$/,
    );
  });

  it('is checked by the options and the declarations of its project, and not with the rest of it', async () => {
    const project = projectWith({
      'tsconfig.json': {
        ...OPTIONS,
        compilerOptions: {
          ...OPTIONS.compilerOptions,
          noUnusedLocals: true,
          incremental: true,
          composite: true,
          tsBuildInfoFile: 'here',
        },
        include: ['src'],
      },
      'src/handlers.ts':
        "import page from './page.html';\nconst unused = 1;\nexport default page;\n",
      'src/page.html': '<p>',
      'src/html.d.ts': "declare module '*.html' { const text: string; export default text; }\n",
      'src/other.ts': WRONG,
    });

    const said = await checkTypes(join(project, 'src/handlers.ts'));

    expect(said).toMatch(/^[^\n]*src\/handlers\.ts\(2,7\): error TS6133: 'unused' [^\n]*$/);
  });

  it('leaves nothing behind, also where a workspace has its packages further up', async () => {
    const project = projectWith({
      'app/tsconfig.json': OPTIONS,
      'app/handlers.ts': 'export default 1;\n',
    });

    await expect(checkTypes(join(project, 'app/handlers.ts'))).resolves.toBeUndefined();

    expect(readdirSync(join(project, 'app'))).toEqual(['handlers.ts', 'tsconfig.json']);
    expect(readdirSync(join(project, 'node_modules/.cache/smile-event-receiver'))).toEqual([]);
  });

  it('is not checked without a tsconfig.json above it', async () => {
    const project = projectWith({ 'src/handlers.ts': WRONG });

    await expect(checkTypes(join(project, 'src/handlers.ts'))).resolves.toBeUndefined();
  });

  it('needs the compiler of its project', async () => {
    const project = temporaryProject({ 'tsconfig.json': OPTIONS, 'src/handlers.ts': WRONG });
    const file = join(project, 'src/handlers.ts');

    await expect(checkTypes(file)).resolves.toBe(
      `${file} is TypeScript, and typescript is not installed. Run npm install --save-dev typescript.`,
    );
  });
});

describe('a handlers file that is JavaScript', () => {
  it('is not checked', async () => {
    const project = projectWith({ 'tsconfig.json': OPTIONS, 'handlers.js': WRONG });

    await expect(checkTypes(join(project, 'handlers.js'))).resolves.toBeUndefined();
  });
});
