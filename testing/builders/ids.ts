import { randomBytes } from 'node:crypto';

/** A fresh id as Smile forms them: a prefix that names the kind, then 32 hex digits. */
export function newId(prefix: string): string {
  return `${prefix}-${randomBytes(16).toString('hex')}`;
}

/** User ids carry the tenant's own id as prefix. */
export function newUserId(): string {
  return newId('exampletenant');
}
