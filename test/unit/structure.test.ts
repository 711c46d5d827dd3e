import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FOLDERS = [
  'lambdas',
  'widget',
  'infra',
  'local',
  'operations',
  'inspector',
  'cli',
  'conformance',
  'testing',
  'test',
  'bench',
  'docs',
  '.ci',
];

/** What a user writes is none of our tests' business, whatever it is. */
const BUSINESS_CODE = 'lambdas/handlers/';

interface Import {
  /** The importing file, seen from the project. */
  readonly from: string;
  /** A file of the project, or a package as it was named. */
  readonly to: string;
}

const entries = FOLDERS.flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .map((entry) => ({
      path: relative(ROOT, join(entry.parentPath, entry.name)),
      isFolder: entry.isDirectory(),
    }))
    .filter(({ path }) => !path.includes('node_modules') && !path.startsWith(BUSINESS_CODE)),
);
const files = entries.filter(({ path }) => /\.tsx?$/.test(path)).map(({ path }) => path);

const STATEMENT = /^(?:import\s+|(?:import|export)\s[\w\s{},*$]*\bfrom\s*)['"]([^'"]+)['"]/gm;
const EXPRESSION = /\bimport\(\s*['"]([^'"]+)['"]/g;

/** What a file imports, exports from, and loads later; paths seen from the project. */
function importsIn(from: string, source: string): Import[] {
  return [STATEMENT, EXPRESSION].flatMap((form) =>
    Array.from(source.matchAll(form), ([, named = '']) => ({
      from,
      to: named.startsWith('.') ? join(dirname(from), named) : named,
    })),
  );
}

const imports = files
  .filter((path) => !path.startsWith('test/') && !path.endsWith('.test.ts'))
  .flatMap((path) => importsIn(path, readFileSync(join(ROOT, path), 'utf8')));

const within = (folder: string) => imports.filter(({ from }) => from.startsWith(`${folder}/`));
const isPackage = (to: string) =>
  !/^(lambdas|widget|infra|local|operations|inspector|cli|conformance|testing|test|bench)\//.test(
    to,
  );
const described = (found: readonly Import[]) => found.map(({ from, to }) => `${from} → ${to}`);

describe('the scanner', () => {
  it('sees every form of import', () => {
    const source = [
      "import type { A } from './a.ts';",
      "import * as b from '../b.ts';",
      'import {\n  type C,\n  d,\n} from "zod/mini";',
      "import './e.ts';",
      "export { f } from './f.ts';",
      "  const { g } = await import('../aws/g.ts');",
      "export const PROFILE = 'PROFILE';",
      "// a comment that says import nothing from 'here'",
    ].join('\n');

    const found = importsIn('lambdas/x/y.ts', source).map(({ to }) => to);

    expect(found).toEqual([
      'lambdas/x/a.ts',
      'lambdas/b.ts',
      'zod/mini',
      'lambdas/x/e.ts',
      'lambdas/x/f.ts',
      'lambdas/aws/g.ts',
    ]);
  });

  it('sees the imports that are known to be there', () => {
    const found = described(imports);

    expect(files.length).toBeGreaterThan(100);
    expect(found).toContain('lambdas/aws/sqs.ts → @aws-sdk/client-sqs');
    expect(found).toContain('lambdas/message/body-store.ts → lambdas/aws/s3.ts');
    expect(found).toContain('lambdas/receiver/no-handlers.ts → lambdas/receiver/index.ts');
  });
});

describe('who may know whom', () => {
  it("Smile's contract knows nothing of ours", () => {
    const found = within('lambdas/smile').filter(
      ({ to }) => !isPackage(to) && !to.startsWith('lambdas/smile/'),
    );

    expect(described(found)).toEqual([]);
  });

  it('nobody knows business code: a bundle fills it in', () => {
    const found = imports.filter(({ to }) => to.startsWith(BUSINESS_CODE));

    expect(described(found)).toEqual([]);
  });

  it('no test names business code, nor what runs it: the app and the default handlers of this clone', () => {
    const named = /handlers\/smile-handlers|infra\/app\.|DEFAULT_HANDLERS/;
    const tests = files.filter(
      (path) => path.startsWith('test/') && path !== 'test/unit/structure.test.ts',
    );

    const found = tests.filter((path) => named.test(readFileSync(join(ROOT, path), 'utf8')));

    expect(found).toEqual([]);
  });

  it('the merge of state is pure: only its store and its search know a client', () => {
    const found = within('lambdas/state').filter(
      ({ from, to }) =>
        !/^lambdas\/state\/state-(store|search)\.ts$/.test(from) &&
        !/^lambdas\/(state|smile)\//.test(to),
    );

    expect(described(found)).toEqual([]);
  });

  it('the judgement of the ledger is pure: it knows types and nothing else', () => {
    const found = imports.filter(({ from }) => from === 'lambdas/ledger/judge.ts');

    expect(described(found)).toEqual(['lambdas/ledger/judge.ts → lambdas/ledger/ledger-row.ts']);
  });

  it('only the clients know the AWS SDK', () => {
    const found = [...within('lambdas'), ...within('infra')].filter(
      ({ from, to }) => /^@(aws-sdk|smithy)\//.test(to) && !from.startsWith('lambdas/aws/'),
    );

    expect(described(found)).toEqual([]);
  });

  it('only the telemetry knows Powertools, and a peer that the bench compares with', () => {
    const found = imports.filter(
      ({ from, to }) =>
        to.startsWith('@aws-lambda-powertools/') &&
        !/^(lambdas\/telemetry|bench\/peers)\//.test(from),
    );

    expect(described(found)).toEqual([]);
  });

  it('what runs on AWS knows neither infra nor local nor test nor the browser module', () => {
    const found = within('lambdas').filter(
      ({ to }) => !isPackage(to) && !to.startsWith('lambdas/'),
    );

    expect(described(found)).toEqual([]);
  });

  it('the test kit knows what runs on AWS, and no package', () => {
    const found = within('testing').filter(
      ({ to }) => !/^(lambdas|testing)\//.test(to) && !/^(node:|aws-lambda$)/.test(to),
    );

    expect(described(found)).toEqual([]);
  });

  it('the browser module knows nothing but the names of the callbacks', () => {
    const builds = /^widget\/(build|bundle)\.ts$/;
    const found = within('widget').filter(
      ({ from, to }) =>
        !builds.test(from) && !to.startsWith('widget/') && to !== 'lambdas/smile/widget.ts',
    );
    const forBuilds = new Set([
      'widget/bundle.ts',
      'infra/bundle/beside.ts',
      'infra/bundle/make-readable.ts',
    ]);
    const ofBuilds = within('widget').filter(
      ({ from, to }) => builds.test(from) && !isPackage(to) && !forBuilds.has(to),
    );
    const ofCallbacks = imports.filter(({ from }) => from === 'lambdas/smile/widget.ts');

    expect(described(found)).toEqual([]);
    expect(described(ofBuilds)).toEqual([]);
    expect(described(ofCallbacks)).toEqual([
      'lambdas/smile/widget.ts → lambdas/smile/constants.ts',
    ]);
  });

  it('the browser module does not know its demo', () => {
    const found = within('widget').filter(
      ({ from, to }) => to.startsWith('widget/demo/') && !from.startsWith('widget/demo/'),
    );

    expect(described(found)).toEqual([]);
  });

  it('infra knows nothing of the lambdas but the paths of their entries and their contracts', () => {
    const found = within('infra').filter(
      ({ to }) =>
        !isPackage(to) &&
        !to.startsWith('infra/') &&
        !/^lambdas\/(?:[a-z-]+\/)+contract\.ts$/.test(to),
    );

    expect(described(found)).toEqual([]);
  });

  it("only the clients read variables that are in no function's contract: those that Lambda sets", () => {
    const found = within('lambdas').filter(
      ({ from, to }) =>
        to === 'lambdas/aws/environment.ts' &&
        !from.startsWith('lambdas/aws/') &&
        !readFileSync(join(ROOT, from), 'utf8').includes('variablesOf<'),
    );

    expect(described(found)).toEqual([]);
  });

  it('a contract imports other contracts at most: infra loads it', () => {
    const contract = /^lambdas\/(?:[a-z-]+\/)+contract\.ts$/;

    const found = within('lambdas').filter(
      ({ from, to }) => contract.test(from) && !contract.test(to),
    );

    expect(files.filter((path) => contract.test(path)).length).toBeGreaterThan(5);
    expect(described(found)).toEqual([]);
  });
});

describe('what operators can do', () => {
  it('knows nothing of a terminal', () => {
    const found = within('operations').filter(({ to }) => /^node:(readline|tty)/.test(to));

    expect(within('operations').length).toBeGreaterThan(10);
    expect(described(found)).toEqual([]);
  });

  it('is known to the command line, which no other room knows', () => {
    const found = imports.filter(
      ({ from, to }) => to.startsWith('cli/') && !from.startsWith('cli/'),
    );

    expect(within('cli').some(({ to }) => to.startsWith('operations/'))).toBe(true);
    expect(described(found)).toEqual([]);
  });
});

describe('the inspector', () => {
  it('has a page that knows Preact and what the server says, and nothing else of ours', () => {
    const found = within('inspector/page').filter(
      ({ to }) =>
        !to.startsWith('inspector/page/') &&
        to !== 'inspector/contract.ts' &&
        !/^preact(\/hooks)?$/.test(to),
    );
    const ofContract = imports.filter(({ from }) => from === 'inspector/contract.ts');

    expect(within('inspector/page').length).toBeGreaterThan(20);
    expect(described(found)).toEqual([]);
    expect(described(ofContract)).toEqual([]);
  });

  it('has a server that knows no terminal, and no AWS client: operators act through operations', () => {
    const found = within('inspector').filter(
      ({ to }) =>
        /^@(aws-sdk|smithy)\//.test(to) || to.startsWith('cli/') || /^node:(readline|tty)/.test(to),
    );

    expect(described(found)).toEqual([]);
  });

  it('is known to the command line and to the start of the local run alone', () => {
    const found = imports.filter(
      ({ from, to }) =>
        to.startsWith('inspector/') &&
        !/^(inspector\/|cli\/inspect\/)/.test(from) &&
        from !== 'local/start.ts',
    );

    expect(described(found)).toEqual([]);
  });
});

describe('a folder', () => {
  it('is named after what is in it', () => {
    const vague = /^(utils?|common|shared|helpers?|misc|lib)$/i;
    const folders = entries.filter(({ isFolder }) => isFolder);

    const found = folders.filter(({ path }) => vague.test(basename(path)));

    expect(folders.length).toBeGreaterThan(20);
    expect(found).toEqual([]);
  });
});

describe('a file', () => {
  it('of the lambdas, the inspector and the browser module has 220 lines at most', () => {
    const ours = files.filter((path) => /^(lambdas|widget|inspector)\//.test(path));

    const long = ours.filter(
      (path) => readFileSync(join(ROOT, path), 'utf8').split('\n').length > 221,
    );

    expect(ours.length).toBeGreaterThan(80);
    expect(long).toEqual([]);
  });
});
