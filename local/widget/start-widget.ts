import {
  createWidgetSession,
  type WidgetSession,
  type WidgetSessionOptions,
} from '../../lambdas/session/create-widget-session.ts';
import { type Endpoints, functionEnvironment } from '../environment.ts';
import type { Gateway } from '../gateway/gateway.ts';
import { cors } from '../http-api/cors.ts';
import { httpApi, NOT_FOUND } from '../http-api/http-api.ts';
import { type SmileApiControl, startSmileApi } from '../services/smile-api.ts';
import type { Teardown } from '../teardown.ts';
import type { WidgetDefinition, WidgetFunctionName } from '../template/read-widget.ts';
import type { Made } from '../template/resolve.ts';
import { startSchedule } from './schedule.ts';
import type { InitialSecrets } from './secrets.ts';
import { widgetFunctions } from './widget-functions.ts';

/** What the widget's part of a run stands on. */
export interface WidgetParts {
  readonly definition: WidgetDefinition;
  readonly stage: string;
  /** Listens already, and serves nothing yet. */
  readonly gateway: Gateway;
  /** Port of the run's own pages. */
  readonly pagePort: number;
  readonly endpoints: Endpoints;
  readonly made: Made;
  readonly secrets: InitialSecrets;
  /** Receives the bundles. */
  readonly directory: string;
  readonly logLine: (line: string) => void;
}

/** Makes a session as a customer's backend does. */
export type CreateSession = (
  userId: string,
  overrides?: Partial<WidgetSessionOptions>,
) => Promise<WidgetSession>;

/** The widget's part of a run. */
export interface RunningWidget {
  readonly smileApi: SmileApiControl;
  readonly createSession: CreateSession;
  readonly detectLoss: () => Promise<void>;
}

/** Serves the widget's API, keeps the schedule of the loss detector, and plays Smile's API. */
export async function startWidget(parts: WidgetParts, teardown: Teardown): Promise<RunningWidget> {
  const { definition, stage, gateway, pagePort, secrets, directory, logLine } = parts;
  const smileApi = await startSmileApi(secrets.smile);
  teardown.add(() => smileApi.close());

  const pages = [`http://127.0.0.1:${pagePort}`, `http://localhost:${pagePort}`];
  const functions = widgetFunctions({
    functions: definition.functions,
    environments: environmentsOf(parts, pages, smileApi.url),
    directory,
    logLine,
  });
  teardown.add(() => Promise.all(Object.values(functions).map((pool) => pool.stop())));

  const schedule = startSchedule(definition.schedule, functions['loss-detector'].invoke, logLine);
  teardown.add(async () => schedule.stop());

  gateway.serve({
    routes: [
      httpApi({
        routes: new Map(definition.routes.map(({ key, calls }) => [key, functions[calls].invoke])),
        cors: cors({ ...definition.cors, origins: [...definition.cors.origins, ...pages] }),
        logLine,
      }),
    ],
    elsewhere: NOT_FOUND,
  });

  return {
    smileApi,
    createSession: (userId, overrides) =>
      createWidgetSession({ secret: secrets.session, stage, userId, ...overrides }),
    detectLoss: () => schedule.fire(),
  };
}

/** The template's, and what is only true here: the run's own pages, and who plays Smile. */
function environmentsOf(
  { definition, endpoints, made }: WidgetParts,
  pages: readonly string[],
  smileApiUrl: string,
) {
  const environments = Object.entries(definition.functions).map(([name, description]) => {
    const own = functionEnvironment(description, endpoints, made);
    return [
      name,
      {
        ...own,
        ...(own.WIDGET_ORIGINS === undefined
          ? {}
          : { WIDGET_ORIGINS: [own.WIDGET_ORIGINS, ...pages].join(',') }),
        ...(name === 'link-token' ? { SMILE_API_URL: smileApiUrl } : {}),
      },
    ];
  });
  return Object.fromEntries(environments) as Record<WidgetFunctionName, Record<string, string>>;
}
