import { type ChildProcess, spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Answer, type RuntimeApi, startRuntimeApi } from './runtime-api.ts';

const CLIENT = fileURLToPath(import.meta.resolve('aws-lambda-ric'));
const preload = (name: string) => new URL(name, import.meta.url).href;

/** What is run: a bundle, as Lambda is given it. */
export interface Deployed {
  /** Path of its `index.js`. */
  readonly bundle: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds?: number;
  /** Which of AWS's runtime clients: 4 leaves stray errors to Node, 3 listens for them. Default: 4. */
  readonly client?: 3 | 4;
}

/** How a process ended. */
export interface End {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A function in a process of its own, run by AWS's own runtime client against a Runtime API of ours. */
export class ClientProcess {
  readonly pid: number;
  /** Resolves when the process has ended. */
  readonly ended: Promise<End>;
  readonly #child: ChildProcess;
  readonly #api: RuntimeApi;
  readonly #timeoutSeconds: number;
  #output = '';

  private constructor(api: RuntimeApi, { client = 4, ...deployed }: Deployed) {
    this.#api = api;
    this.#timeoutSeconds = deployed.timeoutSeconds ?? 30;
    const preloads = ['use-native-client.ts', ...(client === 3 ? ['older-client.ts'] : [])];
    this.#child = spawn(
      process.execPath,
      [...preloads.flatMap((name) => ['--import', preload(name)]), CLIENT],
      { env: environmentOf(deployed, api.address), stdio: ['ignore', 'pipe', 'pipe'] },
    );
    this.pid = this.#child.pid ?? 0;
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (chunk: string) => (this.#output += chunk));
    }
    this.ended = new Promise((resolve) => {
      this.#child.once('close', (code, signal) => resolve({ code, signal }));
    });
  }

  static async start(deployed: Deployed): Promise<ClientProcess> {
    return new ClientProcess(await startRuntimeApi(), deployed);
  }

  /** All that the process has written, to both of its streams. */
  get output(): string {
    return this.#output;
  }

  get initErrors() {
    return this.#api.initErrors;
  }

  /** Rejects when the process ends without an answer. */
  async invoke(event: unknown): Promise<Answer> {
    return await Promise.race([
      this.#api.invoke(event, this.#timeoutSeconds),
      this.ended.then(({ code, signal }) => {
        throw new Error(`The process ended (${signal ?? code}):\n${this.#output}`);
      }),
    ]);
  }

  /** Ends the process as Lambda does, without a word; resolves when it is gone. */
  async stop(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.ended;
    await this.#api.close();
  }

  /** Takes the Runtime API away: a process that cannot reach Lambda has nothing left to do. */
  async leaveAlone(): Promise<void> {
    await this.#api.close();
  }
}

/** What Lambda sets by itself (Lambda Developer Guide, "Defined runtime environment variables"). */
function environmentOf({ bundle, environment }: Deployed, address: string) {
  return {
    PATH: process.env.PATH,
    TZ: 'UTC',
    LANG: 'en_US.UTF-8',
    AWS_REGION: 'ap-southeast-1',
    AWS_ACCESS_KEY_ID: 'key',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: 'under-test',
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
    AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/under-test',
    AWS_LAMBDA_LOG_STREAM_NAME: '2026/01/02/[$LATEST]0',
    AWS_LAMBDA_LOG_FORMAT: 'JSON',
    ...environment,
    AWS_LAMBDA_RUNTIME_API: address,
    LAMBDA_TASK_ROOT: dirname(bundle),
    _HANDLER: 'index.handler',
  };
}
