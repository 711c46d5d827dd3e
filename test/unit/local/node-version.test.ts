import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

const read = async (name: string): Promise<unknown> =>
  JSON.parse(await readFile(`${ROOT}/${name}`, 'utf8'));
const { scripts } = (await read('package.json')) as { scripts: Record<string, string> };
const { app } = (await read('cdk.json')) as { app: string };

type Command = readonly [name: string, args: readonly string[]];

/** What runs with node, and is not a program of somebody else's. */
const commands: readonly Command[] = [
  ...Object.entries(scripts).map(([name, command]) => [`npm run ${name}`, command] as const),
  ['cdk synth', app] as const,
].flatMap(([name, command]) => {
  const [, args] = /^(?:exec )?node ([^&]+)/.exec(command) ?? [];
  return args === undefined ? [] : [[name, args.trim().split(' ')] as const];
});
const vitest: Command = [
  'npx vitest run',
  ['node_modules/vitest/vitest.mjs', 'run', '--project', 'unit', 'test/unit/lockfile.test.ts'],
];

/** This Node, with the number of an old one, and as blind to TypeScript. */
const asNode20 = [
  '--no-experimental-strip-types',
  '--import',
  "data:text/javascript,Object.defineProperty(process, 'versions', { value: { node: '20.20.2' } })",
];

describe('a Node that is too old', () => {
  it.each([...commands, vitest])(
    'is told so by %s, before it reads any TypeScript',
    (_name, args) => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [...asNode20, ...args], {
        cwd: ROOT,
        encoding: 'utf8',
      });

      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
      expect(stderr).toMatch(/^Node 24 or newer is needed, this is 20\.20\.2\. Install it; .+\n$/);
    },
  );

  it('never meets a documented command that starts a TypeScript file unprepared', async () => {
    const pages = ['README.md', 'CONTRIBUTING.md', 'cdk.json', 'package.json'];
    const texts = await Promise.all(pages.map((page) => readFile(`${ROOT}/${page}`, 'utf8')));

    const unprepared = texts.flatMap((text) => text.match(/\bnode (?!--import )\S+\.ts\b/g) ?? []);

    expect(unprepared).toEqual([]);
  });

  it('is looked for by more scripts than start', () => {
    const names = commands.map(([name]) => name);

    expect(names).toEqual(
      expect.arrayContaining(['start', 'trigger', 'test'].map((name) => `npm run ${name}`)),
    );
  });
});

describe('a script that runs for a while', () => {
  it('takes the place of its shell, which would keep the signals of npm to itself', () => {
    const runs = Object.entries(scripts).filter(([, command]) =>
      /\b(node --import|vitest) /.test(command),
    );

    const apart = runs.filter(([, command]) => !/\bexec (node --import|vitest) /.test(command));

    expect(runs.length).toBeGreaterThan(10);
    expect(apart).toEqual([]);
  });

  it('ends when npm is gone', () => {
    const ours = Object.entries(scripts).filter(
      ([, command]) => command.includes('.ts') && !command.includes('vitest'),
    );

    const apart = ours.filter(
      ([, command]) => !command.includes('--import ./local/npm-script.mjs'),
    );

    expect(ours.length).toBeGreaterThan(8);
    expect(apart).toEqual([]);
  });
});
