/** How the process ends after a stray error, as Lambda's runtime client ends it. */
const EXIT_CODES = { uncaughtException: 129, unhandledRejection: 128 } as const;

/**
 * Listens for stray errors as Lambda's runtime client does (aws-lambda-ric 3, `src/index.mjs`; 4 leaves them to
 * Node, which does the same): prints the error with its message, and ends the process. A function that wants
 * neither puts listeners of its own in their place.
 */
export function listenAsTheClient(): void {
  process.on('uncaughtException', (error) => {
    print('Uncaught Exception', error);
    process.exit(EXIT_CODES.uncaughtException);
  });
  process.on('unhandledRejection', (reason) => {
    print('Unhandled Promise Rejection', reason);
    process.exit(EXIT_CODES.unhandledRejection);
  });
}

/** One line with all that the error says. */
function print(what: string, thrown: unknown): void {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const { name: errorType, message: errorMessage, stack = '' } = error;
  const described = { errorType, errorMessage, stack: stack.split('\n') };
  process.stderr.write(`ERROR\t${what}\t${JSON.stringify(described)}\n`);
}
