/** A line on a person's terminal that says how far something is. In a pipe it says nothing. */
export interface Progress {
  show(text: string): void;
  clear(): void;
}

/** Sooner than this nobody has begun to wonder. Milliseconds. */
const SOONEST = 300;

/** Begins one, on standard error. */
export function progress(): Progress {
  const begun = performance.now();
  const isSeen = process.stderr.isTTY;
  return {
    show(text) {
      if (isSeen && performance.now() - begun > SOONEST) process.stderr.write(`\r\u001B[K${text}`);
    },
    clear() {
      if (isSeen) process.stderr.write('\r\u001B[K');
    },
  };
}
