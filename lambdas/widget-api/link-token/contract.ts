import { WIDGET_API_VARIABLES } from '../contract.ts';

/** What the stack gives to `POST /link-token`. */
export const LINK_TOKEN_VARIABLES = [
  ...WIDGET_API_VARIABLES,
  'SMILE_CREDENTIALS_ID',
  'SMILE_MODE',
  'LIMITS_TABLE',
] as const;

export type LinkTokenEnvironment = Readonly<Record<(typeof LINK_TOKEN_VARIABLES)[number], string>>;
