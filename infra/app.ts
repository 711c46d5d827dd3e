import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { App } from 'aws-cdk-lib';
import { bundleFunction } from './bundle.ts';
import { makeReadable } from './bundle/make-readable.ts';
import type { Entry } from './bundles.ts';
import { ConfigurationInvalid } from './configuration/configuration-invalid.ts';
import { addStacks, chosenStages, entriesOf } from './receiver-app.ts';
import { stages } from './stages.ts';

const sourceOf = (entry: Entry) =>
  fileURLToPath(new URL(`../lambdas/${entry}/index.ts`, import.meta.url));

try {
  // Synthesized below, not when the process ends: it ends early when the configuration is wrong.
  const app = new App({ autoSynth: false });
  const chosen = chosenStages(stages, app.node.tryGetContext('stage'));
  // Next to the output, so that two syntheses at a time do not meet.
  const directoryOf = (entry: Entry) => join(app.outdir, `bundle.${entry}`);
  await Promise.all(
    entriesOf(chosen).map((entry) => bundleFunction(sourceOf(entry), directoryOf(entry))),
  );
  addStacks(app, chosen, directoryOf);
  app.synth();
  await makeAssetsReadable(app.outdir);
} catch (error) {
  if (!(error instanceof ConfigurationInvalid)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

/** The CDK makes directories by the umask, and some functions are its own, copied from node_modules. */
async function makeAssetsReadable(directory: string): Promise<void> {
  const entries = await readdir(directory, { withFileTypes: true });
  const assets = entries.filter((entry) => entry.isDirectory() && entry.name.startsWith('asset.'));
  await Promise.all(assets.map(({ name }) => makeReadable(join(directory, name))));
}
