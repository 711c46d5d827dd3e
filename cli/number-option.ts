import { InvalidArgumentError } from 'commander';
import { portOf } from '../local/configuration.ts';

/** Reads a TCP port for the option of that name; 0 is any free one. */
export function portOption(name: string) {
  return (text: string): number => {
    try {
      return portOf(text);
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

/** A whole number from 1 to 9,999,999. */
export function countOption(text: string): number {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It takes a whole number from 1.');
}
