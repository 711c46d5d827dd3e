import type { EngineControl } from './engines/engine.ts';
import type { LocalEnvironment } from './environment.ts';
import type { AttemptFailure } from './functions/messages.ts';
import type { Gate } from './iam/gate.ts';
import type { Decision } from './iam/guard.ts';
import type { EventBridgeControl } from './services/event-bridge.ts';
import type { RunningSmileApi } from './services/smile-api/start-smile-api.ts';
import type { SecretControl } from './services/secrets-manager.ts';
import type { System } from './template/system.ts';
import type { Template } from './template/template.ts';
import type { RunningWidget } from './widget/running-widget.ts';

/** What a local run may be told. */
export interface LocalOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** What Smile would sign with: what AWS would generate for the secret. */
  readonly secret: string;
  /** What a backend signs the widget's sessions with. Default: a random one, which only the run knows. */
  readonly sessionSecret?: string | undefined;
  /** Secrets that handlers read: whole texts, by name. Default: none. */
  readonly secrets?: Readonly<Record<string, string>> | undefined;
  /** Where queues, tables and bodies are kept; absent: a temporary directory, removed by `stop`. */
  readonly dataDir?: string | undefined;
  /** Base URL of an AWS endpoint to use in place of the embedded engines. */
  readonly endpointUrl?: string | undefined;
  /** The stack to stand in for. Default: the project's own, of stage `sandbox`. */
  readonly template?: Template | undefined;
  /** Changes what was read from the template: shorter times, say. Default: nothing is changed. */
  readonly adjust?: ((system: System) => System) | undefined;
  /** Path of another TypeScript file to bundle as the worker; default: the project's own. */
  readonly workerEntry?: string | undefined;
  readonly ingressEntry?: string | undefined;
  /** Added to the worker's environment, on top of what it has by itself. */
  readonly workerEnvironment?: Readonly<Record<string, string>> | undefined;
  /** Node's debugger listens there in the worker, of which one process runs; its time does not run out. */
  readonly inspectPort?: number | undefined;
  /** Is told of every attempt that fails, with the message, which is in no line. Default: nobody. */
  readonly attemptFailed?: ((failure: AttemptFailure) => void) | undefined;
  /** Whether functions may do only what the template's IAM allows. Default: yes, unless `endpointUrl` decides. */
  readonly enforced?: boolean | undefined;
  /** Stands before the services of `endpointUrl`, so that the template's IAM is enforced there too. Default: nothing does. */
  readonly gate?: Gate | undefined;
  /** Is told of every decision of the template's IAM about a function, once. Default: nobody. */
  readonly decided?: ((decision: Decision) => void) | undefined;
  /** Takes every line that the functions and the run itself write; default: standard output. */
  readonly logLine?: ((line: string) => void) | undefined;
}

/** The system, running on this machine. */
export interface LocalRun extends RunningWidget {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** The page that shows its events. It carries the token of this run: whoever has it may look and act. */
  readonly inspectorUrl: string;
  /** Where Smile's events are posted. */
  readonly webhookUrl: string;
  /** What the functions find in their environment, both together. */
  readonly environment: LocalEnvironment;
  readonly engines: { readonly sqs: EngineControl; readonly dynamodb: EngineControl };
  /** What Smile signs with. */
  readonly secretsManager: SecretControl;
  readonly eventBridge: EventBridgeControl;
  /** Plays Smile's API. The run's own receiver is registered there, so what happens in it arrives as webhooks. */
  readonly smileApi: Omit<RunningSmileApi, 'close'>;
  /** The sources of the handlers that the worker runs. */
  handlerFiles(): readonly string[];
  /**
   * Bundles the handlers anew and lets the worker run them from its next event on. Rejects with esbuild's
   * `BuildFailure`, HandlersNotBundled or FunctionFailed; then the worker stays as it is.
   */
  reloadHandlers(): Promise<void>;
  /** Process ids of the worker's live children. */
  workerPids(): number[];
  ingressPids(): number[];
  /** Ends every child and frees the ports; within 3 s, whatever they are doing. */
  stop(): Promise<void>;
}
