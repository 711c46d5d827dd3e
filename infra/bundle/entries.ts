import { fileURLToPath } from 'node:url';
import { beside, isSource } from './beside.ts';

/** The functions of every stage. */
export const RECEIVER_ENTRIES = ['ingress', 'worker'] as const;

/** Those of a stage that has a widget. */
export const WIDGET_ENTRIES = ['callbacks', 'link-token', 'status', 'loss-detector'] as const;

export type Entry = (typeof RECEIVER_ENTRIES)[number] | (typeof WIDGET_ENTRIES)[number];

/** A function without a user's code in it. */
export type OwnEntry = Exclude<Entry, 'worker'>;

/** Of `lambdas/`; the public side shares a folder. */
const FOLDERS: Readonly<Record<OwnEntry, string>> = {
  ingress: 'ingress',
  callbacks: 'widget-api/callbacks',
  'link-token': 'widget-api/link-token',
  status: 'widget-api/status',
  'loss-detector': 'loss-detector',
};

/** The file in which a function starts. */
export function entryPath(entry: OwnEntry): string {
  return beside(`../../lambdas/${FOLDERS[entry]}/index`, import.meta.url);
}

/** The directory with a function that `npm run build` has bundled; undefined in a clone. */
export function prebuiltDirectory(entry: OwnEntry): string | undefined {
  if (isSource) return undefined;
  return fileURLToPath(new URL(`../../functions/${entry}`, import.meta.url));
}
