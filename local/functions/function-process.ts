import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { beside } from '../../infra/bundle/beside.ts';
import { FunctionFailed } from './errors.ts';
import type { AttemptFailure, Invocation, Report } from './messages.ts';

const RUNTIME = beside('runtime', import.meta.url);

/** What a function is made of. */
export interface FunctionDefinition {
  /** Path of its `index.js`. */
  readonly bundle: string;
  readonly timeoutSeconds: number;
  readonly environment: Readonly<Record<string, string>>;
  /** For Node itself. Default: nothing. */
  readonly execArgv?: readonly string[];
  /** Is told of every attempt that fails. */
  readonly attemptFailed?: ((failure: AttemptFailure) => void) | undefined;
  readonly logLine: (line: string) => void;
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: FunctionFailed): void;
}

/** One instance of a function, in a child process: one event at a time, as Lambda does it. */
export class FunctionProcess {
  /** Resolves when the bundle is imported; rejects when that fails. */
  readonly ready: Promise<unknown>;
  /** Resolves when the process has ended. */
  readonly gone: Promise<void>;
  readonly #child: ChildProcess;
  readonly #timeoutSeconds: number;
  #waiting: Waiting | undefined;
  #cause: FunctionFailed | undefined;

  constructor(definition: FunctionDefinition) {
    const { bundle, timeoutSeconds, environment, execArgv = [], logLine } = definition;
    this.#timeoutSeconds = timeoutSeconds;
    this.#child = fork(RUNTIME, [bundle], {
      execArgv: [...execArgv],
      env: { PATH: process.env.PATH, LANG: 'en_US.UTF-8', ...environment },
      stdio: ['pipe', 'pipe', 'pipe', 'ipc'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      createInterface({ input: stream as Readable }).on('line', logLine);
    }
    this.ready = this.#answer();
    this.gone = new Promise((resolve) => {
      this.#child.once('exit', (code, signal) => {
        this.#settle({ error: this.#cause ?? FunctionFailed.died(signal ?? `exit code ${code}`) });
        resolve();
      });
    });
    this.#child.on('message', (report: Report) => {
      if (report.kind === 'attempt failed') return definition.attemptFailed?.(report.failure);
      if (report.kind === 'error') this.#settle({ error: FunctionFailed.threw(report.error) });
      else this.#settle({ value: report.kind === 'result' ? report.value : undefined });
    });
    // A message to a process that has just died; its end tells the rest.
    this.#child.on('error', () => undefined);
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Handles one event; rejects with {@link FunctionFailed}. Only after `ready`, one at a time. */
  async invoke(event: unknown): Promise<unknown> {
    const milliseconds = this.#timeoutSeconds * 1000;
    const invocation: Invocation = {
      requestId: randomUUID(),
      event,
      deadline: Date.now() + milliseconds,
    };
    const answer = this.#answer();
    const timer = setTimeout(
      () => this.kill(FunctionFailed.timedOut(this.#timeoutSeconds)),
      milliseconds,
    );
    this.#child.send(invocation, (error) => {
      if (error) this.#settle({ error: FunctionFailed.died(error.message) });
    });
    try {
      return await answer;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Ends the process whatever it does; a running invocation rejects with `cause`. */
  kill(cause: FunctionFailed): void {
    this.#cause = cause;
    this.#child.kill('SIGKILL');
  }

  #answer(): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
  }

  #settle(outcome: { value: unknown; error?: undefined } | { error: FunctionFailed }): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (outcome.error) waiting?.reject(outcome.error);
    else waiting?.resolve(outcome.value);
  }
}
