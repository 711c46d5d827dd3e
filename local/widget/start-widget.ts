import { join } from 'node:path';
import { createWidgetSession } from '../../lambdas/widget-api/session/create-widget-session.ts';
import { demoRoute } from '../demo/demo-route.ts';
import { type Endpoints, functionEnvironment } from '../environment.ts';
import type { Gateway, Route } from '../gateway/gateway.ts';
import { cors } from '../http-api/cors.ts';
import { httpApi, NOT_FOUND } from '../http-api/http-api.ts';
import type { Secrets } from '../services/secrets-manager.ts';
import type { Teardown } from '../teardown.ts';
import type { WidgetDefinition, WidgetFunctionName } from '../template/read-widget.ts';
import type { Made } from '../template/resolve.ts';
import type { CreateSession, RunningWidget } from './running-widget.ts';
import { startSchedule } from './schedule.ts';
import type { InitialSecrets } from './secrets.ts';
import { widgetFunctions } from './widget-functions.ts';

/** What the widget's part of a run stands on. */
export interface WidgetParts {
  readonly definition: WidgetDefinition;
  readonly stage: string;
  /** Listens already, and serves nothing yet. */
  readonly widgetGateway: Gateway;
  /** The run's own, which has the demo page. */
  readonly gateway: Gateway;
  readonly endpoints: Endpoints;
  readonly made: Made;
  /** Whether IAM is enforced. */
  readonly isJudged: boolean;
  readonly initial: InitialSecrets;
  /** Where Smile's API is played. */
  readonly smileApiUrl: string;
  readonly secrets: Secrets;
  /** Receives the bundles. */
  readonly directory: string;
  readonly logLine: (line: string) => void;
}

/** What is started for the widget. */
export interface StartedWidget {
  readonly running: RunningWidget;
  /** For the run's own gateway. */
  readonly demo: Route;
}

/** Serves the widget's API, and keeps the schedule of the loss detector. */
export async function startWidget(parts: WidgetParts, teardown: Teardown): Promise<StartedWidget> {
  const { definition, stage, gateway, widgetGateway, initial, secrets, directory, logLine } = parts;
  const origins = [...new Set([...definition.cors.origins, ...pagesOf(gateway)])];
  const functions = widgetFunctions({
    functions: definition.functions,
    environments: environmentsOf(parts, origins),
    directory,
    logLine,
  });
  teardown.add(() => Promise.all(Object.values(functions).map((pool) => pool.stop())));

  const schedule = startSchedule(definition.schedule, functions['loss-detector'].invoke, logLine);
  teardown.add(async () => schedule.stop());

  const routes = new Map(definition.routes.map(({ key, calls }) => [key, functions[calls].invoke]));
  widgetGateway.serve({
    routes: [httpApi({ routes, cors: cors({ ...definition.cors, origins }), logLine })],
    elsewhere: NOT_FOUND,
  });

  const widgetUrl = widgetGateway.url;
  const createSession: CreateSession = (userId, overrides) =>
    createWidgetSession({ secret: initial.session, stage, userId, ...overrides });
  const running = {
    widgetUrl,
    demoUrl: `${gateway.url}/demo/`,
    sessionSecret: secrets.secret(definition.sessionSecret.name),
    smileCredentials: secrets.secret(definition.credentials.name),
    createSession,
    detectLoss: () => schedule.fire(),
  };
  const demo = demoRoute({ widgetUrl, createSession, directory: join(directory, 'demo') });
  return { running, demo };
}

/** Both names under which this machine's browsers find the run's pages. */
function pagesOf({ port }: Gateway): readonly string[] {
  return [`http://127.0.0.1:${port}`, `http://localhost:${port}`];
}

/** The template's, and what is only true here: the run's own pages, and who plays Smile. */
function environmentsOf(
  { definition, endpoints, made, isJudged, smileApiUrl }: WidgetParts,
  origins: readonly string[],
) {
  const environments = Object.entries(definition.functions).map(([name, description]) => {
    const own = functionEnvironment(description, endpoints, made, isJudged);
    return [
      name,
      {
        ...own,
        ...('WIDGET_ORIGINS' in own ? { WIDGET_ORIGINS: origins.join(',') } : {}),
        ...(name === 'link-token' ? { SMILE_API_URL: smileApiUrl } : {}),
      },
    ];
  });
  return Object.fromEntries(environments) as Record<WidgetFunctionName, Record<string, string>>;
}
