import { InvalidArgumentError } from 'commander';

/**
 * Reads an option's number for commander.
 *
 * @param read throws an error whose message says what is wrong
 */
export function numberOption(name: string, read: (text: string) => number) {
  return (text: string): number => {
    try {
      return read(text);
    } catch {
      throw new InvalidArgumentError(`${name} takes a whole number from 0 to 65535.`);
    }
  };
}

/** A whole number from 1 to 10,000. */
export function limitOption(text: string): number {
  const value = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (value >= 1 && value <= 10_000) return value;
  throw new InvalidArgumentError('It takes a whole number from 1 to 10000.');
}
