import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** What a function answered: its value, or what it reported instead of one. */
export type Answer = { readonly value: unknown } | { readonly error: ReportedError };

export interface ReportedError {
  readonly errorType: string;
  readonly errorMessage: string;
}

/** One function's side of Lambda: hands over invocations one by one, and takes the answers. */
export interface RuntimeApi {
  /** For `AWS_LAMBDA_RUNTIME_API`. */
  readonly address: string;
  /** Waits until the function has answered. */
  invoke(event: unknown, timeoutSeconds: number): Promise<Answer>;
  /** What kept the function from starting. */
  readonly initErrors: readonly ReportedError[];
  /** Breaks off whatever the function still asks. */
  close(): Promise<void>;
}

interface Job {
  readonly id: string;
  readonly event: unknown;
  readonly timeoutSeconds: number;
  readonly answer: (answer: Answer) => void;
}

const INVOCATION = '/2018-06-01/runtime/invocation/';
const ANSWERED = new RegExp(`^${INVOCATION}([^/]+)/(response|error)$`);

/** Lambda's Runtime API on this machine (Lambda Developer Guide, "Using the Lambda runtime API"). */
export async function startRuntimeApi(): Promise<RuntimeApi> {
  const waiting: Job[] = [];
  const askers: ServerResponse[] = [];
  const open = new Map<string, Job>();
  const initErrors: ReportedError[] = [];

  const handOver = () => {
    while (waiting.length > 0 && askers.length > 0) {
      const job = waiting.shift() as Job;
      open.set(job.id, job);
      answerNext(askers.shift() as ServerResponse, job);
    }
  };

  const take = async (request: IncomingMessage, response: ServerResponse) => {
    const { url = '' } = request;
    if (url === `${INVOCATION}next`) {
      askers.push(response);
      return handOver();
    }
    const body = await text(request);
    const [, id = '', how] = ANSWERED.exec(url) ?? [];
    if (how === undefined) initErrors.push(JSON.parse(body) as ReportedError);
    else open.get(id)?.answer(how === 'response' ? valueOf(body) : errorOf(body));
    response.writeHead(202).end();
  };

  const server = createServer((request, response) => void take(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    initErrors,
    invoke(event, timeoutSeconds) {
      return new Promise((answer) => {
        waiting.push({ id: randomUUID(), event, timeoutSeconds, answer });
        handOver();
      });
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function answerNext(response: ServerResponse, { id, event, timeoutSeconds }: Job): void {
  response.writeHead(200, {
    'content-type': 'application/json',
    'lambda-runtime-aws-request-id': id,
    'lambda-runtime-deadline-ms': Date.now() + timeoutSeconds * 1000,
    'lambda-runtime-invoked-function-arn':
      'arn:aws:lambda:ap-southeast-1:000000000000:function:under-test',
    'lambda-runtime-trace-id': 'Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Sampled=0',
  });
  response.end(JSON.stringify(event));
}

const valueOf = (body: string): Answer => ({ value: JSON.parse(body) as unknown });
const errorOf = (body: string): Answer => ({ error: JSON.parse(body) as ReportedError });
