// Loaded before aws-lambda-ric 4, which leaves stray errors to Node: listens for them as version 3 does
// (its src/index.mjs), before the function is loaded.

/* oxlint-disable no-console -- the client writes through the console, which it has patched */
process.on('uncaughtException', (error) => {
  console.error('Uncaught Exception', error);
  process.exit(129);
});
process.on('unhandledRejection', (reason) => {
  console.error('Unhandled Promise Rejection', reason);
  process.exit(128);
});
