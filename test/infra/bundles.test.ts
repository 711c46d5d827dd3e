import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { BundleFailed, bundleAll } from '../../infra/bundle/bundle-all.ts';
import { SmileReceiver, type SmileReceiverProps } from '../../infra/smile-receiver.ts';
import { temporaryDirectory } from './temporary.ts';
import { temporaryFile } from './temporary-file.ts';

const receiver = (stack: Stack, props: SmileReceiverProps) =>
  new SmileReceiver(stack, 'Smile', props);

const bundledIn = (directory: string) =>
  readdirSync(directory).filter((name) => name.startsWith('bundle.'));

describe('the functions of a receiver', () => {
  it('are bundled when it is made, once for two receivers of an app, and those of a widget only for one', () => {
    const app = new App({ outdir: temporaryDirectory() });

    receiver(new Stack(app, 'One'), { stage: 'one', mode: 'sandbox' });
    const first = bundledIn(app.outdir);
    const made = statSync(join(app.outdir, 'bundle.worker/index.cjs')).mtimeMs;
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
    expect(statSync(join(app.outdir, 'bundle.worker/index.cjs')).mtimeMs).toBe(made);
  });

  it('are not bundled for a stack that was not asked for', () => {
    const context = { 'aws:cdk:bundling-stacks': ['Other'] };
    const app = new App({ outdir: temporaryDirectory(), context });

    receiver(new Stack(app, 'One'), { stage: 'one', mode: 'sandbox' });

    expect(bundledIn(app.outdir)).toEqual([]);
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
