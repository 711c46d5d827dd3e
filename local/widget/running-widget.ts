import type {
  WidgetSession,
  WidgetSessionOptions,
} from '../../lambdas/widget-api/session/create-widget-session.ts';
import type { SecretControl } from '../services/secrets-manager.ts';
import { WidgetNotDeployed } from './not-deployed.ts';

/** Makes a session as a customer's backend does. */
export type CreateSession = (
  userId: string,
  overrides?: Partial<WidgetSessionOptions>,
) => Promise<WidgetSession>;

/** The widget's part of a run; what can be undefined is so when the template has no widget. */
export interface RunningWidget {
  /** Base URL of the widget's API. */
  readonly widgetUrl: string | undefined;
  /** A page with the widget: `<url>/demo/`. */
  readonly demoUrl: string | undefined;
  /** What sessions are signed with. */
  readonly sessionSecret: SecretControl | undefined;
  /** Smile's API key, as the link token function finds it. */
  readonly smileCredentials: SecretControl | undefined;
  /** Rejects with {@link WidgetNotDeployed}. */
  readonly createSession: CreateSession;
  /** Invokes the loss detector now; rejects with {@link WidgetNotDeployed}. */
  readonly detectLoss: () => Promise<void>;
}

const refuse = () => Promise.reject(new WidgetNotDeployed());

/** Of a template without one. */
export const noWidget: RunningWidget = {
  widgetUrl: undefined,
  demoUrl: undefined,
  sessionSecret: undefined,
  smileCredentials: undefined,
  createSession: refuse,
  detectLoss: refuse,
};
