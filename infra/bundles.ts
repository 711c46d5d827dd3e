/** The functions, by their directories in `lambdas/`. */
export const RECEIVER_ENTRIES = ['ingress', 'worker'] as const;

/** Those of a stage that has a widget. */
export const WIDGET_ENTRIES = ['callbacks', 'link-token', 'status', 'loss-detector'] as const;

export type Entry = (typeof RECEIVER_ENTRIES)[number] | (typeof WIDGET_ENTRIES)[number];

/** The directory with the bundle of a function. */
export type Bundles = (entry: Entry) => string;
