import { request } from 'node:http';

// Stands in for the native addon of aws-lambda-ric, which makes its calls to the Runtime API
// (its src/native/rapid-client.cc). Building the addon would take a compiler and minutes at every install.

interface Invocation {
  readonly bodyJson: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

const API = `http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime/invocation`;

/** The addon's posts block; here the next request waits for them instead. */
let posted: Promise<unknown> = Promise.resolve();

export async function next(): Promise<Invocation> {
  await posted;
  return await call('GET', '/next');
}

export function done(requestId: string, response: string): void {
  posted = call('POST', `/${requestId}/response`, response);
}

export function error(requestId: string, description: string, _xray: string): void {
  posted = call('POST', `/${requestId}/error`, description);
}

function call(method: string, path: string, body?: string): Promise<Invocation> {
  return new Promise((resolve, reject) => {
    const outgoing = request(`${API}${path}`, { method, agent: false }, (response) => {
      let bodyJson = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (bodyJson += chunk));
      response.on('end', () => resolve({ bodyJson, headers: response.headers }));
    });
    outgoing.on('error', reject).end(body);
  });
}
