import { WIDGET_API_VARIABLES } from '../contract.ts';

/** What the stack gives to `POST /callbacks`. */
export const CALLBACKS_VARIABLES = [
  ...WIDGET_API_VARIABLES,
  'EVENTS_QUEUE_URL',
  'LIMITS_TABLE',
] as const;

export type CallbacksEnvironment = Readonly<Record<(typeof CALLBACKS_VARIABLES)[number], string>>;
