import { settingsFor } from '../infra/settings.ts';
import { createClients } from './clients.ts';
import { openDataDirectory } from './data-directory.ts';
import { environments } from './environment.ts';
import { startEventSource } from './event-source/event-source.ts';
import { releaseOrphans } from './event-source/release-orphans.ts';
import { bundleFunctions } from './functions/bundle-functions.ts';
import { createPool } from './functions/pool.ts';
import { startGateway } from './gateway/gateway.ts';
import { sourcePolicy } from './gateway/source-policy.ts';
import { webhookRoute } from './gateway/webhook-route.ts';
import { inspectionRoute } from './inspection/inspection.ts';
import { ledgerView } from './inspection/ledger-view.ts';
import { queuesView } from './inspection/queues-view.ts';
import { provision } from './provision/provision.ts';
import { arnOf } from './provision/queues.ts';
import type { LocalOptions, LocalRun } from './run.ts';
import { startBackends, useBackends } from './services/backends.ts';
import { Teardown } from './teardown.ts';

export type { LocalOptions, LocalRun } from './run.ts';

/** Smile re-sends at its own pace; four at a time are more than it ever sends. */
const INGRESS_PROCESSES = 4;
/** Ctrl-C ends everything within 3 s; this much of it belongs to what is running. */
const GATEWAY_GRACE_MS = 500;
const WORKER_GRACE_MS = 1000;

/**
 * Starts the whole system on this machine and resolves when it can be used. Several may run at once.
 *
 * @throws PortTaken, DataDirectoryUnusable, EngineStartFailed, SourceUnreadable, esbuild's BuildFailure
 */
export async function startLocal(options: LocalOptions): Promise<LocalRun> {
  const teardown = new Teardown();
  try {
    return await start(options, teardown);
  } catch (error) {
    await teardown.run();
    throw error;
  }
}

async function start(options: LocalOptions, teardown: Teardown): Promise<LocalRun> {
  const { settings = settingsFor('local'), logLine = toStandardOutput } = options;
  const policy = sourcePolicy(settings.allowedSources);
  const secret = { current: options.secret };
  const directory = await openDataDirectory(options.dataDir);
  teardown.add(() => directory.close());

  const bundling = bundleFunctions(directory.bundles, {
    ingress: options.ingressEntry,
    worker: options.workerEntry,
  });
  bundling.catch(() => undefined);

  const backends = options.endpointUrl
    ? await useBackends(settings, secret, options.endpointUrl)
    : await startBackends(settings, secret, directory, logLine);
  const { endpoints } = backends;
  const clients = createClients(endpoints);
  let polling: Promise<unknown> | undefined;
  teardown.add(async () => {
    await backends.close();
    // Embedded engines have ended all polls with them; elsewhere they come back by themselves.
    if (!backends.embedded) await polling;
  });

  const resources = await provision(clients, endpoints, settings);
  const { eventsQueueUrl, deadLettersQueueUrl } = resources;
  if (backends.embedded) await releaseOrphans(clients, [eventsQueueUrl, deadLettersQueueUrl]);

  const environment = environments(settings, endpoints, resources);
  const bundles = await bundling;
  const pool = (
    name: 'ingress' | 'worker',
    more: Readonly<Record<string, string>>,
    size: number,
  ) => {
    const { timeoutSeconds } = settings[name];
    const variables = { ...environment[name], ...more };
    const definition = { bundle: bundles[name], timeoutSeconds, environment: variables, logLine };
    const created = createPool(definition, size);
    teardown.add(() => created.stop());
    return created;
  };
  const ingress = pool('ingress', {}, INGRESS_PROCESSES);
  const worker = pool('worker', options.workerEnvironment ?? {}, settings.worker.concurrency);

  const eventSource = startEventSource({
    clients,
    queueUrl: eventsQueueUrl,
    queueArn: await arnOf(clients.sqs, eventsQueueUrl),
    concurrency: settings.worker.concurrency,
    invoke: worker.invoke,
    logLine,
  });
  polling = eventSource.ended;
  teardown.add(() => eventSource.quiet(WORKER_GRACE_MS));

  await Promise.all([ingress.warm, worker.warm]);
  const gateway = await startGateway(options.port, [
    webhookRoute({ stage: settings.stage, policy, invoke: ingress.invoke, logLine }),
    inspectionRoute({
      ledger: ledgerView(clients.dynamodb, settings, resources),
      queues: queuesView(clients.sqs, resources),
      announcements: backends.embedded ? backends.eventBridge.announcements : undefined,
    }),
  ]);
  teardown.add(() => gateway.close(GATEWAY_GRACE_MS));

  return {
    url: gateway.url,
    webhookUrl: `${gateway.url}/webhooks`,
    environment: environment.both,
    engines: backends.engines,
    secretsManager: backends.secretsManager,
    eventBridge: backends.eventBridge,
    workerPids: worker.pids,
    ingressPids: ingress.pids,
    stop: () => teardown.run(),
  };
}

function toStandardOutput(line: string): void {
  process.stdout.write(`${line}\n`);
}
