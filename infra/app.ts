import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { App } from 'aws-cdk-lib';
import { bundleFunction } from './bundle.ts';
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
} catch (error) {
  if (!(error instanceof ConfigurationInvalid)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
