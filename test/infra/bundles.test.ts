import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { App, type CfnResource, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { BundleFailed, type BundleJob, bundleAll } from '../../infra/bundle/bundle-all.ts';
import { USUAL_BUNDLING } from '../../infra/bundle/handlers-source.ts';
import { ConfigurationInvalid } from '../../infra/configuration/configuration-invalid.ts';
import { SmileReceiver, type SmileReceiverProps } from '../../infra/smile-receiver.ts';
import { emptyApp } from './synthesized.ts';
import { temporaryDirectory } from './temporary.ts';
import { temporaryFile } from './temporary-file.ts';
import { temporaryProject } from './temporary-project.ts';

const receiver = (stack: Stack, props: SmileReceiverProps, id = 'Smile') =>
  new SmileReceiver(stack, id, props);

const bundledIn = (directory: string) =>
  readdirSync(directory)
    .filter((name) => name.startsWith('bundle.'))
    .map((name) => name.replace(/-[0-9a-f]{8}$/, ''));

/** The code of each worker. */
const workersIn = (directory: string) =>
  readdirSync(directory)
    .filter((name) => name.startsWith('bundle.worker'))
    .map((name) => join(directory, name, 'index.js'));

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The age of an event after crashes, a visibility timeout each, and five minutes. */
const ageAfter = (crashes: number) => ({ Properties: { Threshold: crashes * 180 + 300 } });

/** Bundles one function. */
const bundling = (job: Omit<BundleJob, 'directory'>) => () =>
  bundleAll([{ ...job, directory: join(temporaryDirectory(), 'bundle') }]);
const workerOf = (path: string) =>
  bundling({ handlers: { path, bundling: USUAL_BUNDLING, environment: {} } });

/** A handlers file. */
const handlersOf = (...lines: readonly string[]) =>
  temporaryFile(
    'smile-handlers.ts',
    ["import { createHandlers } from 'smile-event-receiver/handlers';", ...lines].join('\n'),
  );

const ASK_FOR_EIGHT = handlersOf(
  "export default createHandlers().onUnknown({ attempts: 8 }, () => 'canary-one');",
);
const THROW = handlersOf(
  "const { url } = process.env.CRM ?? JSON.parse('null');",
  "export default createHandlers().onUnknown(() => 'canary-two');",
);

describe('the functions of the receivers of an app', () => {
  const app = new App({ outdir: temporaryDirectory() });
  const stack = new Stack(app, 'Stack');
  const one = { mode: 'sandbox', handlers: ASK_FOR_EIGHT } as const;
  const origins = ['https://app.example.com'];

  receiver(stack, { ...one, stage: 'one' }, 'One');
  const bundledFirst = bundledIn(app.outdir);
  const ingress = join(app.outdir, 'bundle.ingress/index.js');
  const madeAt = statSync(ingress).mtimeMs;
  const handlers = { entry: THROW };
  receiver(stack, { ...one, stage: 'two', handlers, widget: { origins } }, 'Two');
  const workers = workersIn(app.outdir);
  receiver(stack, { ...one, stage: 'three' }, 'Three');

  it('are bundled when one is made, and those of a widget only for one', () => {
    expect(bundledFirst).toEqual(['bundle.ingress', 'bundle.worker']);
    expect(bundledIn(app.outdir)).toEqual([
      'bundle.callbacks',
      'bundle.ingress',
      'bundle.link-token',
      'bundle.loss-detector',
      'bundle.status',
      'bundle.worker',
      'bundle.worker',
    ]);
  });

  it('are bundled once, and a worker once for each handlers file', () => {
    expect(statSync(ingress).mtimeMs).toBe(madeAt);
    expect(workersIn(app.outdir)).toEqual(workers);
    for (const canary of ['canary-one', 'canary-two']) {
      const holders = workers.filter((path) => readFileSync(path, 'utf8').includes(canary));
      expect(holders).toHaveLength(1);
    }
  });

  it('have alarms that wait for the type with the most attempts, while the others keep theirs', () => {
    const { Resources } = Template.fromStack(stack).toJSON() as { readonly Resources: object };
    const named = (beginning: string) =>
      Object.entries(Resources).find(([id]) => id.startsWith(beginning))?.[1] as unknown;
    const told = { Environment: { Variables: { RETRY_ATTEMPTS: '5' } } };

    expect(named('OneMonitoringqueueage')).toMatchObject(ageAfter(8));
    expect(named('TwoMonitoringqueueage')).toMatchObject(ageAfter(5));
    expect(named('ThreeMonitoringqueueage')).toMatchObject(ageAfter(8));
    expect(named('OneWorkerFunction')).toMatchObject({ Properties: told });
  });

  it('go on with a warning if handlers throw when they are loaded', () => {
    const warnings = Annotations.fromStack(stack).findWarning(
      '*',
      Match.stringLikeRegexp('The handlers threw'),
    );

    expect(warnings.map(({ id, entry }) => [id, entry.data])).toEqual([
      [
        '/Stack/Two',
        `The handlers threw TypeError while they were loaded, at ${relative(process.cwd(), THROW)}:2:9. Run smile dev to see the message. The alarms therefore count with retry.attempts for every type. If the handlers only lack a variable that your app adds to the worker, ignore this warning, or read the variable when an event comes. [ack: smile-event-receiver:handlers-not-loaded]`,
      ],
    ]);
  });

  it('stop if a type asks for more attempts than an event can have', () => {
    const many = handlersOf(
      "export default createHandlers().on('USER_CREATED', { attempts: 101 }, () => {});",
    );
    const make = () => receiver(stack, { ...one, stage: 'four', handlers: many });

    expect(make).toThrow(
      new ConfigurationInvalid(
        'Stage four: an event may take 101 attempts: set retry.attempts, and the attempts of each type, to 100 at most, or SQS may give an event up before its attempts are spent.',
      ),
    );
  });

  it('are not bundled for a stack that was not asked for', () => {
    const context = { 'aws:cdk:bundling-stacks': ['Other'] };
    const other = new App({ outdir: temporaryDirectory(), context });

    receiver(new Stack(other, 'One'), { ...one, stage: 'one' });

    expect(bundledIn(other.outdir)).toEqual([]);
  });
});

describe('the handlers', () => {
  it('are found from the directory of cdk.json', () => {
    const app = emptyApp();
    const path = relative(process.cwd(), ASK_FOR_EIGHT);

    const made = receiver(new Stack(app, 'One'), {
      stage: 'one',
      mode: 'sandbox',
      handlers: path,
    });

    expect(made.worker.node.defaultChild).toHaveProperty('cfnOptions.metadata', {
      ...(made.worker.node.defaultChild as CfnResource).cfnOptions.metadata,
      'smile:handlers': { entry: path, bundling: { external: [], loader: {}, nodeModules: [] } },
    });
  });

  it('that are not there stop with a sentence', () => {
    const stack = new Stack(emptyApp(), 'One');
    const make = () =>
      receiver(stack, {
        stage: 'one',
        mode: 'sandbox',
        handlers: './no-such-handlers.ts',
      });

    expect(make).toThrow(
      new ConfigurationInvalid(
        `One/Smile, stage one: the key handlers is "./no-such-handlers.ts", but there is no file ${join(process.cwd(), 'no-such-handlers.ts')}. Name the file with your handlers by its path from the directory of cdk.json.`,
      ),
    );
  });
});

describe('a function that cannot work', () => {
  it('is named by its file and line when it does not compile', () => {
    const entry = temporaryFile('broken.ts', 'export const handler = () => 1;\nconst = 2;\n');

    expect(bundling({ entry })).toThrow(BundleFailed);
    expect(bundling({ entry })).toThrow(/broken\.ts:2:6: ERROR: Expected identifier but found "="/);
  });

  it('is named by its file and line when a type has two handlers', () => {
    const on = ".on('USER_CREATED', () => {})";

    expect(workerOf(handlersOf(`export default createHandlers()${on}`, `  ${on};`))).toThrow(
      /smile-handlers\.ts:3:4: USER_CREATED has two handlers\. Keep one of them/,
    );
  });

  it('is named by its file and line when its types are wrong, though it bundles', () => {
    const project = temporaryProject({
      'package.json': { type: 'module' },
      'tsconfig.json': { extends: join(ROOT, 'tsconfig.json') },
      'handlers.ts': [
        "import { createHandlers } from 'smile-event-receiver/handlers';",
        "export default createHandlers().on('USER_CREATED', { attempts: 'two' }, () => {});",
      ].join('\n'),
    });
    const installed = {
      typescript: 'node_modules/typescript',
      '@types': 'node_modules/@types',
      'smile-event-receiver': '',
    };
    mkdirSync(join(project, 'node_modules'));
    for (const [name, path] of Object.entries(installed)) {
      symlinkSync(join(ROOT, path), join(project, 'node_modules', name));
    }

    expect(workerOf(join(project, 'handlers.ts'))).toThrow(
      /handlers\.ts\(2,54\): error TS2322: Type 'string' is not assignable to type 'number'/,
    );
  });
});
