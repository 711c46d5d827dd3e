import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { BundleFailed } from './bundle/bundle-all.ts';
import { makeReadable } from './bundle/make-readable.ts';
import { ConfigurationInvalid } from './configuration/configuration-invalid.ts';
import { addStacks, chosenStages, type WrittenStages } from './receiver-app.ts';

/** Synthesizes the stages that the context asks for. Says in a sentence what stops it, with exit code 1. */
export async function runApp(stages: WrittenStages): Promise<void> {
  try {
    // Synthesized below, not when the process ends: it ends early when the configuration is wrong.
    const app = new App({ autoSynth: false });
    addStacks(app, chosenStages(stages, app.node.tryGetContext('stage')));
    app.synth();
    await makeAssetsReadable(app.outdir);
  } catch (error) {
    if (!(error instanceof ConfigurationInvalid || error instanceof BundleFailed)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

/** The CDK makes directories by the umask, and some functions are its own, copied from node_modules. */
async function makeAssetsReadable(directory: string): Promise<void> {
  const entries = await readdir(directory, { withFileTypes: true });
  const assets = entries.filter((entry) => entry.isDirectory() && entry.name.startsWith('asset.'));
  await Promise.all(assets.map(({ name }) => makeReadable(join(directory, name))));
}
