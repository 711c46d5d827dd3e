import { type ChildProcess, fork } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { beside } from '../../infra/bundle/beside.ts';
import { REGION } from '../aws.ts';
import { answerQuestions } from '../iam/ask-parent.ts';
import type { Judge } from '../iam/judge.ts';
import { EngineStartFailed } from './errors.ts';

/** Stops and starts an engine under a running system; its data and its port stay. */
export interface EngineControl {
  /** Ends it in order. Afterwards connections are refused until `start`. */
  stop(): Promise<void>;
  /** Ends it as `kill -9` does. A power cut would also take what the disk has not got yet. */
  kill(): Promise<void>;
  /** Lets it neither answer nor refuse, as a network does that swallows everything, until `thaw`. */
  freeze(): Promise<void>;
  thaw(): Promise<void>;
  /** Listens again on the same port; rejects with {@link EngineStartFailed}. */
  start(): Promise<void>;
}

/** Where an engine works. */
export interface EngineFiles {
  /** Its data. */
  readonly directory: string;
  /** What it removes when its parent disappears, who would otherwise have done it. */
  readonly temporary: string;
}

/** Whom an engine turns to. */
export interface EngineParent {
  readonly logLine: (line: string) => void;
  readonly judge: Judge;
}

/** What an engine's child tells its parent, once; it may ask about calls before. */
export type EngineReport =
  | { readonly port: number; readonly failure?: undefined }
  | { readonly failure: string };

/** A predecessor killed with its parent may hold its files and its port for some milliseconds more. */
const START_ATTEMPTS = 20;
const BETWEEN_ATTEMPTS_MS = 100;
/** An engine that does not end in order within this is killed. */
const STOP_WITHIN_MS = 800;

/** An emulator in a child process of its own. Comes back by itself when it dies unasked. */
export class Engine implements EngineControl {
  readonly #name: string;
  readonly #script: string;
  readonly #directory: string;
  readonly #temporary: string;
  readonly #parent: EngineParent;
  #port = 0;
  #child: ChildProcess | undefined;
  #wanted = false;

  /** @param script name of the child's main, beside this file, without its extension */
  constructor(
    name: string,
    script: string,
    { directory, temporary }: EngineFiles,
    parent: EngineParent,
  ) {
    this.#name = name;
    this.#script = beside(script, import.meta.url);
    this.#directory = directory;
    this.#temporary = temporary;
    this.#parent = parent;
  }

  /** Base URL; valid once `start` has resolved, and the same after every restart. */
  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async start(): Promise<void> {
    this.#wanted = true;
    if (this.#child) return;
    let failure = '';
    for (let attempt = 0; attempt < START_ATTEMPTS && this.#wanted; attempt++) {
      const child = this.#spawn();
      const report = await firstReport(child);
      if (report.failure === undefined) {
        this.#adopt(child, report.port);
        return;
      }
      failure = report.failure;
      await delay(BETWEEN_ATTEMPTS_MS);
    }
    if (this.#wanted) throw new EngineStartFailed(this.#name, this.#directory, failure);
  }

  async stop(): Promise<void> {
    await this.#end((child) => child.send({ stop: true }));
  }

  async kill(): Promise<void> {
    await this.#end((child) => child.kill('SIGKILL'));
  }

  async freeze(): Promise<void> {
    this.#child?.kill('SIGSTOP');
  }

  async thaw(): Promise<void> {
    this.#child?.kill('SIGCONT');
  }

  #spawn(): ChildProcess {
    const child = fork(this.#script, [this.#directory, String(this.#port), this.#temporary], {
      execArgv: [],
      env: { PATH: process.env.PATH, AWS_REGION: REGION, TZ: 'UTC' },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    // A message to a process that has just died; its end tells the rest.
    child.on('error', () => undefined);
    answerQuestions(child, this.#parent.judge);
    return child;
  }

  #adopt(child: ChildProcess, port: number): void {
    if (!this.#wanted) child.kill('SIGKILL');
    this.#child = child;
    this.#port = port;
    child.once('exit', (code, signal) => {
      this.#child = undefined;
      if (!this.#wanted) return;
      this.#parent.logLine(
        `${this.#name} died (${signal ?? `exit code ${code}`}), starting it again`,
      );
      this.start().catch((error: Error) => this.#parent.logLine(error.message));
    });
  }

  async #end(how: (child: ChildProcess) => void): Promise<void> {
    this.#wanted = false;
    const child = this.#child;
    if (!child) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    how(child);
    const deadline = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
    await gone;
    clearTimeout(deadline);
  }
}

function firstReport(child: ChildProcess): Promise<EngineReport> {
  return new Promise((resolve) => {
    child.on('message', (message: object) => {
      if ('port' in message || 'failure' in message) resolve(message as EngineReport);
    });
    child.once('exit', (code) => resolve({ failure: `exit code ${code}` }));
    child.once('error', (error) => resolve({ failure: error.message }));
  });
}
