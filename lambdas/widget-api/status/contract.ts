import { WIDGET_API_VARIABLES } from '../contract.ts';

/** What the stack gives to `GET /status`. */
export const STATUS_VARIABLES = [...WIDGET_API_VARIABLES, 'STATE_TABLE'] as const;

export type StatusEnvironment = Readonly<Record<(typeof STATUS_VARIABLES)[number], string>>;
