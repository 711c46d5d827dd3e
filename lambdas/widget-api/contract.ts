/** What the stack gives to every function of the widget's API. */
export const WIDGET_API_VARIABLES = [
  'STAGE',
  'SESSION_SECRET_ID',
  'WIDGET_ORIGINS',
  'POWERTOOLS_LOG_LEVEL',
] as const;

export type WidgetApiEnvironment = Readonly<Record<(typeof WIDGET_API_VARIABLES)[number], string>>;

/** Within this a function of the widget's API answers: well inside its timeout. */
export const ANSWER_WITHIN_MS = 8000;
