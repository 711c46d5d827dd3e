import { fileURLToPath } from 'node:url';

/** The functions of every stage. */
export const RECEIVER_ENTRIES = ['ingress', 'worker'] as const;

/** Those of a stage that has a widget. */
export const WIDGET_ENTRIES = ['callbacks', 'link-token', 'status', 'loss-detector'] as const;

export type Entry = (typeof RECEIVER_ENTRIES)[number] | (typeof WIDGET_ENTRIES)[number];

/** Of `lambdas/`; the public side shares a folder. */
const FOLDERS: Readonly<Record<Entry, string>> = {
  ingress: 'ingress',
  worker: 'worker',
  callbacks: 'widget-api/callbacks',
  'link-token': 'widget-api/link-token',
  status: 'widget-api/status',
  'loss-detector': 'loss-detector',
};

/** The file in which a function starts. */
export function entryPath(entry: Entry): string {
  return fileURLToPath(new URL(`../../lambdas/${FOLDERS[entry]}/index.ts`, import.meta.url));
}
