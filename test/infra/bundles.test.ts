import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { App, type CfnResource, Stack } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { BundleFailed, bundleAll } from '../../infra/bundle/bundle-all.ts';
import { ConfigurationInvalid } from '../../infra/configuration/configuration-invalid.ts';
import { SmileReceiver, type SmileReceiverProps } from '../../infra/smile-receiver.ts';
import { emptyApp } from './synthesized.ts';
import { temporaryDirectory } from './temporary.ts';
import { temporaryFile } from './temporary-file.ts';

const receiver = (stack: Stack, props: SmileReceiverProps) =>
  new SmileReceiver(stack, 'Smile', props);

const bundledIn = (directory: string) =>
  readdirSync(directory)
    .filter((name) => name.startsWith('bundle.'))
    .map((name) => name.replace(/-[0-9a-f]{8}$/, ''));

/** The code of each worker. */
const workersIn = (directory: string) =>
  readdirSync(directory)
    .filter((name) => name.startsWith('bundle.worker'))
    .map((name) => join(directory, name, 'index.js'));

const RECEIVER = new URL('../../lambdas/receiver/index.ts', import.meta.url).pathname;

/** A handlers file that says a word. */
const handlersSaying = (word: string) =>
  temporaryFile(
    'smile-handlers.ts',
    `import { createHandlers } from '${RECEIVER}';
    export default createHandlers().onUnknown((_event, { log }) => log.info('${word}'));\n`,
  );
describe('the functions of a receiver', () => {
  it('are bundled when it is made, once for two receivers of an app, and those of a widget only for one', () => {
    const app = new App({ outdir: temporaryDirectory() });

    receiver(new Stack(app, 'One'), { stage: 'one', mode: 'sandbox' });
    const first = bundledIn(app.outdir);
    const [worker = ''] = workersIn(app.outdir);
    const made = statSync(worker).mtimeMs;
    const widget = { origins: ['https://app.example.com'] };
    receiver(new Stack(app, 'Two'), { stage: 'two', mode: 'sandbox', widget });

    expect(first).toEqual(['bundle.ingress', 'bundle.worker']);
    expect(bundledIn(app.outdir)).toEqual([
      'bundle.callbacks',
      'bundle.ingress',
      'bundle.link-token',
      'bundle.loss-detector',
      'bundle.status',
      'bundle.worker',
    ]);
    expect(workersIn(app.outdir)).toEqual([worker]);
    expect(statSync(worker).mtimeMs).toBe(made);
  });

  it('are not bundled for a stack that was not asked for', () => {
    const context = { 'aws:cdk:bundling-stacks': ['Other'] };
    const app = new App({ outdir: temporaryDirectory(), context });

    receiver(new Stack(app, 'One'), { stage: 'one', mode: 'sandbox' });

    expect(bundledIn(app.outdir)).toEqual([]);
  });
});

describe('the handlers', () => {
  it('are those of the file that a receiver names, each its own in an app of two', () => {
    const app = new App({ outdir: temporaryDirectory() });
    const [one, two] = [handlersSaying('canary-one'), handlersSaying('canary-two')];

    receiver(new Stack(app, 'One'), { stage: 'one', mode: 'sandbox', handlers: one });
    receiver(new Stack(app, 'Two'), { stage: 'two', mode: 'sandbox', handlers: { entry: two } });

    const workers = workersIn(app.outdir).map((path) => readFileSync(path, 'utf8'));
    expect(workers).toHaveLength(2);
    expect(workers.filter((code) => code.includes('canary-one'))).toHaveLength(1);
    expect(workers.filter((code) => code.includes('canary-two'))).toHaveLength(1);
  });

  it('are found from the directory of cdk.json', () => {
    const app = emptyApp();
    const path = relative(process.cwd(), handlersSaying('canary'));

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

describe('a function that does not compile', () => {
  it('is named by its file and line', () => {
    const entry = temporaryFile('broken.ts', 'export const handler = () => 1;\nconst = 2;\n');
    const directory = join(temporaryDirectory(), 'bundle');

    const bundling = () => bundleAll([{ entry, directory }]);

    expect(bundling).toThrow(BundleFailed);
    expect(bundling).toThrow(/broken\.ts:2:6: ERROR: Expected identifier but found "="/);
    expect(existsSync(directory)).toBe(false);
  });
});
