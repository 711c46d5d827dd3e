// oxlint-disable-next-line import/no-unassigned-import -- it ends the process before anything else runs
import './node-version.mjs';
import { readConfiguration } from './configuration.ts';
import { LOCAL_SECRETS_FILE, readLocalSecrets } from './local-secrets.ts';
import { runUntilStopped } from './run-until-stopped.ts';

await runUntilStopped(async () => ({
  ...readConfiguration(process.env),
  secrets: await readLocalSecrets(LOCAL_SECRETS_FILE),
}));
