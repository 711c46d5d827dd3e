import { marshall } from '@aws-sdk/util-dynamodb';

/** Of a number: the magnitudes that DynamoDB takes (DynamoDB developer guide, Naming rules and data types). */
const SMALLEST = 1e-130;
const LARGEST = 9.999_999_999_999_999e125;

/**
 * Whether DynamoDB takes this as an item: its client finds nothing that is undefined, keys and numbers are within
 * their limits, and text is of whole characters.
 */
export function isStorable(item: { readonly pk: string; readonly sk: string }): boolean {
  try {
    marshall(item);
  } catch {
    return false;
  }
  if (Buffer.byteLength(item.pk) > 2048 || Buffer.byteLength(item.sk) > 1024) return false;
  return isHeld(item);
}

function isHeld(value: unknown): boolean {
  if (typeof value === 'number') {
    const size = Math.abs(value);
    return size === 0 || (size >= SMALLEST && size <= LARGEST);
  }
  if (typeof value === 'string') return value.isWellFormed();
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([name, member]) => isHeld(name) && isHeld(member));
}
