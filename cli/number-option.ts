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
