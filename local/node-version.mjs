// Loaded before every entry, by --import in package.json, and plain JavaScript: a Node that is too old could
// read no TypeScript, and would say so in its own words.
const NEEDED = 24;

if (Number.parseInt(process.versions.node, 10) < NEEDED) {
  process.stderr.write(
    `Node ${NEEDED} or newer is needed, this is ${process.versions.node}. Install it; on Linux npm install brings it, and every npm run uses it.\n`,
  );
  process.exit(1);
}
