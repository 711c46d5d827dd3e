// Loaded before every entry: by npm-script.mjs, infra/app.mjs and vitest.config.ts. It is plain JavaScript,
// because a Node that is too old cannot read TypeScript, and says so in words that help nobody.
const NEEDED = 24;

if (Number.parseInt(process.versions.node, 10) < NEEDED) {
  process.stderr.write(
    `Node ${NEEDED} or newer is needed, this is ${process.versions.node}. Install it; on Linux npm ci brings it, and npm run and npx use it.\n`,
  );
  process.exit(1);
}
