import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { App } from 'aws-cdk-lib';
import { bundleFunction } from './bundle.ts';
import { ConfigurationInvalid } from './configuration/configuration-invalid.ts';
import { addStacks, chosenStages } from './receiver-app.ts';
import { stages } from './stages.ts';

/** Bundles a function next to the output, so that two syntheses at a time do not meet. */
async function bundled(name: 'ingress' | 'worker', app: App): Promise<string> {
  const entry = fileURLToPath(new URL(`../lambdas/${name}/index.ts`, import.meta.url));
  const directory = join(app.outdir, `bundle.${name}`);
  await bundleFunction(entry, directory);
  return directory;
}

try {
  // Synthesized below, not when the process ends: it ends early when the configuration is wrong.
  const app = new App({ autoSynth: false });
  const chosen = chosenStages(stages, app.node.tryGetContext('stage'));
  const [ingress, worker] = await Promise.all([bundled('ingress', app), bundled('worker', app)]);
  addStacks(app, chosen, { ingress, worker });
  app.synth();
} catch (error) {
  if (!(error instanceof ConfigurationInvalid)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
