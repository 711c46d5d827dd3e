// Imported first by every entry: ES modules run in the order of their imports.
const NEEDED = 24;

if (Number.parseInt(process.versions.node, 10) < NEEDED) {
  process.stderr.write(
    `Node ${NEEDED} or newer is needed, this is ${process.versions.node}. Start it with npm start, which brings its own on Linux, or install Node ${NEEDED}.\n`,
  );
  process.exit(1);
}
