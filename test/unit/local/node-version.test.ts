import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

const { scripts } = JSON.parse(await readFile(`${ROOT}/package.json`, 'utf8')) as {
  scripts: Record<string, string>;
};
const commands = Object.entries(scripts).flatMap(([name, command]) =>
  command.startsWith('node ') ? [[name, command.split(' ').slice(1)] as const] : [],
);

/** This Node, with the number of an old one, and as blind to TypeScript. */
const asNode20 = [
  '--no-experimental-strip-types',
  '--import',
  "data:text/javascript,Object.defineProperty(process, 'versions', { value: { node: '20.20.2' } })",
];

describe('a Node that is too old', () => {
  it.each(commands)('is told so by npm run %s, before it reads any TypeScript', (_name, args) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [...asNode20, ...args], {
      cwd: ROOT,
      encoding: 'utf8',
    });

    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/^Node 24 or newer is needed, this is 20\.20\.2\. Install it; .+\n$/);
  });

  it('is looked for by more scripts than start', () => {
    const names = commands.map(([name]) => name);

    expect(names).toEqual(expect.arrayContaining(['start', 'trigger', 'conformance']));
  });
});
