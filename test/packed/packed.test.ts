import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { USUAL_BUNDLING } from '../../infra/bundle/handlers-source.ts';
import { loadHandlers } from '../../infra/bundle/load-handlers.ts';
import { workerRuntime } from '../../infra/bundle/worker-runtime.ts';
import {
  invoked,
  secretHolding,
  stackWith,
  startAwsStandIn,
} from '../integration/local/aws-stand-in.ts';
import { type Dev, packedProject, type Project } from './project.ts';

let project: Project;
beforeAll(async () => {
  project = await packedProject();
  return () => project.remove();
});

const written = (name: string) => join(project.directory, name);
const trigger = (url: string, ...args: readonly string[]) =>
  project.run('npx', 'smile', 'trigger', ...args, '--url', url);

/** A handlers file with these statements in its one handler. */
const handlersWith = (statements: string, head = '') => `
  import { createHandlers } from 'smile-event-receiver/handlers';
  ${head}
  export default createHandlers().on('TASK_FINISHED', async (event, { log }) => {
    ${statements}
  });
`;

describe('the package', () => {
  it('holds built files, and nothing of the tests', async () => {
    const { output } = await project.run('tar', 'tzf', project.tarball);

    const paths = output.trim().split('\n');
    expect(paths.length).toBeGreaterThan(100);
    expect(
      paths.filter((path) => !/^package\/(dist\/|package\.json|README|LICENSE)/.test(path)),
    ).toEqual([]);
    expect(
      paths.filter((path) => /(?<!\.d)\.ts$/.test(path) && !path.includes('/init/project/')),
    ).toEqual([]);
  });

  it('has no fault that publint or arethetypeswrong finds', async () => {
    const publint = await project.run(
      'npx',
      '--yes',
      'publint@0.3.25',
      project.tarball,
      '--strict',
    );
    const types = await project.run(
      'npx',
      '--yes',
      '@arethetypeswrong/cli@0.18.5',
      project.tarball,
      '--profile',
      'node16',
      '--ignore-rules',
      'cjs-resolves-to-esm',
    );

    expect(publint).toMatchObject({ code: 0 });
    expect(types).toMatchObject({ code: 0 });
  });
});

describe('a new project', () => {
  it('passes its own tests and types at once', async () => {
    const types = await project.run('npm', 'run', 'typecheck');
    const tests = await project.run('npm', 'test');

    expect(types).toMatchObject({ code: 0 });
    expect(tests).toMatchObject({ code: 0, output: expect.stringContaining('1 passed') as string });
  });

  it('synthesizes, and stops at a type error with its file and line', async () => {
    const before = await readFile(written('smile-handlers.ts'), 'utf8');
    const good = await project.run('npx', 'cdk', 'synth', '--quiet');
    await writeFile(
      written('smile-handlers.ts'),
      handlersWith('log.info(event.data.noSuchField);'),
    );
    const bad = await project.run('npx', 'cdk', 'synth', '--quiet');
    await writeFile(written('smile-handlers.ts'), before);

    expect(good).toMatchObject({ code: 0 });
    expect(bad.code).not.toBe(0);
    expect(bad.output).toMatch(/smile-handlers\.ts\(5,\d+\): error TS\d+/);
  });
});

describe('its handlers file', () => {
  it('works unchanged in a clone', async () => {
    const runtime = await workerRuntime(written('node_modules/.cache/runtime'));
    const path = written('smile-handlers.ts');

    const loaded = await loadHandlers({ path, bundling: USUAL_BUNDLING, environment: {} }, runtime);

    expect(loaded).toEqual({});
  });
});

/** A Node that cannot run this, as Debian 12 has one. */
const oldNode = execFileSync('which', ['-a', 'node'], { encoding: 'utf8' })
  .trim()
  .split('\n')
  .find(
    (node) =>
      Number.parseInt(execFileSync(node, ['-p', 'process.versions.node']).toString(), 10) < 24,
  );

describe('an old Node', () => {
  it.skipIf(oldNode === undefined)('is told in one sentence which one is needed', async () => {
    const { code, output } = await project.run(
      oldNode ?? '',
      'node_modules/smile-event-receiver/dist/cli/smile.mjs',
      'dev',
    );

    expect(code).toBe(1);
    expect(output).toMatch(/^Node 24 or newer is needed, this is [\d.]+\..*\n$/);
  });
});

describe('smile dev', () => {
  let dev: Dev;
  beforeAll(async () => {
    await writeFile(written('smile-handlers.ts'), handlersWith("log.info('first code');"));
    dev = await project.dev();
  });
  afterAll(() => dev.stop());

  it('serves the inspector, whose page is in the package', async () => {
    const [address = ''] = /http:\S+/.exec(await dev.line(/Inspector/)) ?? [];
    const { origin, hash } = new URL(address);

    const page = await fetch(`${origin}/_inspector/page.js`);
    const events = await fetch(`${origin}/_inspector/events`, {
      headers: { 'x-inspector-token': hash.slice(1) },
    });

    expect(page.headers.get('content-type')).toContain('javascript');
    expect(await events.json()).toMatchObject({ rows: [] });
  });

  it('brings an event to the handler, and the next one to the code that was saved since', async () => {
    await trigger(dev.url, 'TASK_FINISHED', '--user', 'u-1', '--count', '5');
    await dev.line(/first code/);
    await writeFile(written('smile-handlers.ts'), handlersWith("log.info('second code');"));
    await trigger(dev.url, 'TASK_FINISHED', '--user', 'u-2', '--count', '20');
    await dev.line(/saved, loaded/);
    await trigger(dev.url, 'TASK_FINISHED', '--user', 'u-3');

    await dev.line(/✓ TASK_FINISHED +u-3 +applied/);
    await dev.line(/second code/);
    const applied = () => dev.lines.filter((line) => /✓ TASK_FINISHED/.test(line)).length;
    await expect.poll(applied, { timeout: 60_000 }).toBe(26);
  });

  it('names the file and line of an error, with its message', async () => {
    const failing = "const plan = JSON.parse('{}');\nplan.fee.amount;";
    await writeFile(written('smile-handlers.ts'), handlersWith(failing));
    await dev.line(/loaded in \d+ ms$/);
    const saved = () => dev.lines.filter((line) => line.includes('saved, loaded')).length;
    await expect.poll(saved, { timeout: 60_000 }).toBe(2);

    await trigger(dev.url, 'TASK_FINISHED', '--user', 'u-4');

    await dev.line(/TypeError: Cannot read properties of undefined \(reading 'amount'\)/);
    await dev.line(/at .*smile-handlers\.ts:6:\d+/);
  });
});

describe('smile trigger --stage', () => {
  it.each([
    ['sandbox', 0, /^et-\w+ 200$/m],
    ['production', 1, /Stage live is not known to be a sandbox.+Nothing was sent/],
  ])('goes by the mode that the stack says: %s', async (Mode, code, said) => {
    const outputs = { IngressFunctionName: 'ingress', SecretName: 'secret', Mode };
    const aws = await startAwsStandIn({
      DescribeStacks: () => stackWith(outputs, 'live'),
      GetSecretValue: () => secretHolding('{ "current": "invented" }'),
      Invoke: () => invoked({ statusCode: 200, headers: {}, body: '' }),
    });
    const environment = [
      'AWS_REGION=ap-southeast-1',
      'AWS_ACCESS_KEY_ID=AKIDEXAMPLE',
      'AWS_SECRET_ACCESS_KEY=none',
      `AWS_ENDPOINT_URL=${aws.url}`,
    ];

    const command = ['npx', 'smile', 'trigger', 'USER_CREATED', '--stage', 'live'];
    const done = await project.run('env', ...environment, ...command);
    aws.close();

    expect(done).toEqual({ code, output: expect.stringMatching(said) });
  });
});

describe('the log that AWS would see', () => {
  it('has the file and line of an error, and not its message', async () => {
    const failing = "throw new Error('canary ' + JSON.stringify(event.data));";
    await writeFile(written('smile-handlers.ts'), handlersWith(failing));
    const dev = await project.dev('--logs');

    await trigger(dev.url, 'TASK_FINISHED', '--user', 'u-1');

    expect(await dev.line(/"attempt failed"/)).toMatch(/"at":"smile-handlers\.ts:5:\d+"/);
    await dev.stop();
    expect(dev.lines.join('\n')).not.toContain('canary');
  });
});

describe('packages that a handler imports', () => {
  it('are bundled: pg, axios and pino', async () => {
    await project.run('npm', 'install', 'pg@8.23.1', 'axios@1.21.1', 'pino@10.4.0');
    const head = "import pg from 'pg';\nimport axios from 'axios';\nimport { pino } from 'pino';";
    const use =
      "pino({ level: 'silent' }).info('x'); new pg.Pool(); log.info('made ' + typeof axios.create({}).get);";
    await writeFile(written('smile-handlers.ts'), `// @ts-nocheck\n${handlersWith(use, head)}`);
    const dev = await project.dev();

    await trigger(dev.url, 'TASK_FINISHED', '--user', 'u-1');

    await expect(dev.line(/made function/)).resolves.toBeDefined();
    await expect(dev.line(/✓ TASK_FINISHED/)).resolves.toBeDefined();
    await dev.stop();
  });

  it('with a native addon end in a sentence that names the option', async () => {
    await project.run('npm', 'install', 'bufferutil@4.1.0');
    const head = "import buffers from 'bufferutil';";
    const use = 'log.info(typeof buffers.mask);';
    await writeFile(written('smile-handlers.ts'), `// @ts-nocheck\n${handlersWith(use, head)}`);

    const { code, output } = await project.run('npx', 'cdk', 'synth', '--quiet');

    expect(code).not.toBe(0);
    expect(output).toContain("nodeModules: ['bufferutil']");
  });
});
