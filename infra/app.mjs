// The app command of cdk.json. Plain JavaScript, because a Node that is too old cannot read TypeScript.
// oxlint-disable-next-line import/no-unassigned-import -- it ends the process before anything else runs
import '../local/node-version.mjs';

await import('./app.ts');
