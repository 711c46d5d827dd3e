import { functions } from './functions.ts';
import { gateway } from './gateway.ts';
import { permissions } from './permissions.ts';
import type { Expected, Promised } from './promise.ts';
import { queues } from './queues.ts';
import { secretAndOutputs } from './secret-and-outputs.ts';
import { storage } from './storage.ts';
import { whole } from './whole.ts';
import { widgets } from './widget.ts';
import type { Template } from '../template.ts';

/** Everything that a template promises. */
export const promises: readonly Promised[] = [
  ...gateway,
  ...queues,
  ...functions,
  ...permissions,
  ...storage,
  ...secretAndOutputs,
  ...widgets,
  ...whole,
];

/** The promises that a template breaks. What cannot even be looked at is broken too. */
export function brokenPromises(template: Template, expected: Expected): readonly string[] {
  return promises
    .filter(({ broken }) => {
      try {
        return broken(template, expected).length > 0;
      } catch {
        return true;
      }
    })
    .map(({ promise }) => promise);
}
