import { type HttpApiDefinition, readHttpApi } from './read-http-api.ts';
import { type FunctionDescription, readFunction } from './read-function.ts';
import { readSchedule, type ScheduleDefinition } from './read-schedule.ts';
import {
  type GeneratedSecretDefinition,
  readEmptySecret,
  readGeneratedSecret,
  type SecretDefinition,
} from './read-secret.ts';
import { TemplateUnsupported } from './template-unsupported.ts';
import type { Template } from './template.ts';

/** The widget's functions, by their directories in `lambdas/`. */
export const WIDGET_FUNCTIONS = ['callbacks', 'link-token', 'status', 'loss-detector'] as const;
export type WidgetFunctionName = (typeof WIDGET_FUNCTIONS)[number];

/** What the stack has for pages with the widget. */
export interface WidgetDefinition {
  readonly cors: HttpApiDefinition['cors'];
  /** Route keys, such as `POST /callbacks`, and what they call. */
  readonly routes: readonly { readonly key: string; readonly calls: WidgetFunctionName }[];
  readonly schedule: ScheduleDefinition;
  readonly functions: Readonly<Record<WidgetFunctionName, FunctionDescription>>;
  /** What sessions are signed with. */
  readonly sessionSecret: GeneratedSecretDefinition;
  /** Smile's API key. */
  readonly credentials: SecretDefinition;
}

/** @throws TemplateUnsupported */
export function readWidget(template: Template, stage: string): WidgetDefinition {
  const { cors, routes } = readHttpApi(template);
  const schedule = readSchedule(template);
  // The template names no sources; by the stack's own convention a path is called as its function.
  const called = routes.map(({ key, path, functionId }) => ({
    key,
    calls: nameOf(path.slice(1), key),
    functionId,
  }));
  const idOf = (name: WidgetFunctionName): string =>
    name === 'loss-detector'
      ? schedule.functionId
      : (called.find(({ calls }) => calls === name)?.functionId ?? name);
  const read = (name: WidgetFunctionName) => readFunction(template, idOf(name), stage);
  const functions = {
    callbacks: read('callbacks'),
    'link-token': read('link-token'),
    status: read('status'),
    'loss-detector': read('loss-detector'),
  };
  return {
    cors,
    routes: called.map(({ key, calls }) => ({ key, calls })),
    schedule,
    functions,
    sessionSecret: readGeneratedSecret(template, stage, functions.callbacks, 'SESSION_SECRET_ID'),
    credentials: readEmptySecret(template, stage, functions['link-token'], 'SMILE_CREDENTIALS_ID'),
  };
}

function nameOf(path: string, key: string): WidgetFunctionName {
  const name = WIDGET_FUNCTIONS.find((each) => each === path);
  if (name) return name;
  throw new TemplateUnsupported(key, 'the local run knows no function for this route');
}
