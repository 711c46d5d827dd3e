import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { startLocal } from '../local/start.ts';
import type { Bundles } from './bundles.ts';
import { median, rounded } from './median.ts';

const ROUNDS = 5;

/** What one child has measured; see `measured.ts`. */
export interface Measured {
  readonly cpuMicrosecondsPerEvent: number;
  readonly requestsPerEvent: number;
}

/**
 * CPU of an event in the function's own process, and its requests to AWS, against the local engines.
 * The floor of the ingress is what nobody can leave out: HMAC, parse, one bare keep-alive POST.
 */
export async function benchFunctions(bundles: Bundles) {
  const run = await startLocal({ port: 0, secret: 'bench-secret', logLine: () => undefined });
  const sink = createServer((incoming, response) => {
    incoming.resume().on('end', () => response.end('{}'));
  }).listen(0, '127.0.0.1');
  await once(sink, 'listening');
  const { port } = sink.address() as AddressInfo;
  const environment = { ...run.environment, SINK_PORT: String(port) };
  const rounds: Record<'floor' | 'ingress' | 'worker', Measured[]> = {
    floor: [],
    ingress: [],
    worker: [],
  };
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      rounds.floor.push(await measure('floor', '', environment));
      rounds.ingress.push(await measure('ingress', bundles.ingress, environment));
      rounds.worker.push(await measure('worker', bundles.worker, environment));
    }
  } finally {
    sink.close();
    await run.stop();
  }
  const cpu = (name: keyof typeof rounds) =>
    median(rounds[name].map(({ cpuMicrosecondsPerEvent }) => cpuMicrosecondsPerEvent));
  const requests = (name: keyof typeof rounds) =>
    median(rounds[name].map(({ requestsPerEvent }) => requestsPerEvent));
  return {
    rounds: ROUNDS,
    floorCpuMicroseconds: rounded(cpu('floor')),
    ingressCpuMicroseconds: rounded(cpu('ingress')),
    ingressCpuRatioToFloor: rounded(cpu('ingress') / cpu('floor')),
    ingressRequestsPerEvent: requests('ingress'),
    workerCpuMicroseconds: rounded(cpu('worker')),
    workerRequestsPerEvent: requests('worker'),
  };
}

async function measure(
  what: string,
  bundle: string,
  environment: Readonly<Record<string, string>>,
): Promise<Measured> {
  const script = fileURLToPath(new URL('measured.ts', import.meta.url));
  const child = fork(script, [what, bundle], {
    env: environment,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [measured] = (await once(child, 'message')) as [Measured];
  return measured;
}
