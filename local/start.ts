import { localInspector } from '../inspector/local-inspector.ts';
import { recentFailures } from '../inspector/server/recent-failures.ts';
import { escapeControls } from '../lambdas/telemetry/escape-controls.ts';
import { createClients } from './clients.ts';
import { openDataDirectory } from './data-directory.ts';
import { environments } from './environment.ts';
import { startEventSource } from './event-source/event-source.ts';
import { releaseOrphans } from './event-source/release-orphans.ts';
import { beginBundles } from './functions/bundle-functions.ts';
import type { AttemptFailure } from './functions/messages.ts';
import { createPool } from './functions/pool.ts';
import { startWorker } from './functions/start-worker.ts';
import { openGateways } from './gateway/open-gateways.ts';
import { ownAnswers } from './gateway/own-answers.ts';
import { sourcePolicy } from './gateway/source-policy.ts';
import { webhookRoute } from './gateway/webhook-route.ts';
import { bodiesView } from './inspection/bodies-view.ts';
import { enforce } from './iam/enforce.ts';
import { createGate } from './iam/gate.ts';
import { loadSimulator } from './iam/evaluate.ts';
import { inspectionRoute } from './inspection/inspection.ts';
import { ledgerView } from './inspection/ledger-view.ts';
import { queuesView } from './inspection/queues-view.ts';
import { localStack } from './inspection/stack-view.ts';
import { provision } from './provision/provision.ts';
import type { LocalOptions, LocalRun } from './run.ts';
import { startBackends, useBackends } from './services/backends.ts';
import { startLogs } from './services/logs.ts';
import { registerReceiver } from './services/smile-api/register-receiver.ts';
import { startSmileApi } from './services/smile-api/start-smile-api.ts';
import { Teardown } from './teardown.ts';
import { systemOf } from './template/system-of.ts';
import { noWidget } from './widget/running-widget.ts';
import { initialSecrets } from './widget/secrets.ts';
import { startWidget } from './widget/start-widget.ts';

export type { LocalOptions, LocalRun } from './run.ts';

/** Smile re-sends at its own pace; four at a time are more than it ever sends. */
const INGRESS_PROCESSES = 4;
/** Ctrl-C ends everything within 3 s; this much of it belongs to what is running. */
const WORKER_GRACE_MS = 1000;

/**
 * Starts the whole system on this machine and resolves when it can be used. Several may run at once.
 *
 * @throws LocalSecretsInvalid, SynthesisFailed, TemplateUnsupported, SourceUnreadable, PortTaken, DataDirectoryUnusable,
 *   EngineStartFailed, EndpointUnreachable, TableOutdated, MappingNotPermitted, esbuild's BuildFailure
 */
export async function startLocal(options: LocalOptions): Promise<LocalRun> {
  const teardown = new Teardown();
  try {
    return await start(options, teardown);
  } catch (error) {
    // What does not end cleanly now would only hide why.
    await teardown.run().catch(() => undefined);
    throw error;
  }
}

async function start(options: LocalOptions, teardown: Teardown): Promise<LocalRun> {
  const { logLine: print = toStandardOutput } = options;
  const logs = await startLogs();
  teardown.add(() => logs.close());
  const logLine = (line: string) => {
    // Ids come from outside, and a terminal acts upon more than it shows.
    const shown = escapeControls(line);
    logs.append(shown);
    print(shown);
  };
  const directory = await openDataDirectory(options.dataDir);
  teardown.add(() => directory.close());

  const bundles = beginBundles(directory.bundles, {
    ingress: options.ingressEntry,
    worker: options.workerEntry,
  });
  // A start that fails sooner waits for them: their last files would make the directory again.
  teardown.add(() => bundles.settled());
  const system = await systemOf(options, bundles.begun, directory, teardown);
  const bundled = Promise.all([bundles.ingress, bundles.worker(system.worker.handlers)]);
  bundled.catch(() => undefined);
  const policy = sourcePolicy(system.gateway.allowedSources);
  const initial = initialSecrets(system, options);
  const { gate = createGate() } = options;
  const { enforced = !options.endpointUrl || options.gate !== undefined } = options;
  if (enforced) loadSimulator().catch(() => undefined);

  const backends = options.endpointUrl
    ? await useBackends(system, initial.texts, options.endpointUrl)
    : await startBackends(system, initial.texts, directory, logLine, gate.judge);
  const { endpoints } = backends;
  const clients = createClients(endpoints);
  let polling: Promise<unknown> | undefined;
  teardown.add(async () => {
    await backends.close();
    // Embedded engines have ended all polls with them; elsewhere they come back by themselves.
    if (!backends.embedded) await polling;
  });

  const made = await provision(clients, endpoints, system);
  const queueUrls = Object.keys(system.queues).map((id) => made[id]?.ref ?? '');
  if (backends.embedded) await releaseOrphans(clients, queueUrls);

  const secretNames = new Set(Object.keys(initial.texts));
  const isJudged =
    enforced &&
    (await enforce({ system, made, secretNames, decided: options.decided, logLine }, gate));
  const environment = environments(system, endpoints, made, isJudged);
  const [ingressBundle, workerBundle] = await bundled;
  const ingress = createPool(
    {
      bundle: ingressBundle,
      timeoutSeconds: system.ingress.timeoutSeconds,
      environment: environment.ingress,
      logLine,
    },
    INGRESS_PROCESSES,
  );
  teardown.add(() => ingress.stop());
  const failures = recentFailures();
  const attemptFailed = (failure: AttemptFailure) => {
    failures.take(failure);
    options.attemptFailed?.(failure);
  };
  const worker = await startWorker(workerBundle, {
    bundles,
    system,
    options: { ...options, attemptFailed },
    environment: environment.worker,
    logLine,
  });
  teardown.add(() => worker.stop());

  const eventSource = startEventSource({
    clients,
    mapping: system.mapping,
    queueUrl: made[system.mapping.queueId]?.ref ?? '',
    queueArn: made[system.mapping.queueId]?.arn ?? '',
    invoke: worker.invoke,
    logLine,
  });
  polling = eventSource.ended;
  teardown.add(() => eventSource.quiet(WORKER_GRACE_MS));

  await Promise.all([ingress.warm, worker.warm]);
  const smileApi = await startSmileApi(initial.smile);
  teardown.add(() => smileApi.close());
  // Ended after the gateways, whose requests it answers.
  const ofWidget = new Teardown();
  teardown.add(() => ofWidget.run());
  const { widget: definition } = system;
  const { gateway, widgetGateway } = await openGateways(options.port, !!definition, teardown);
  const { stage, method, path } = system.gateway;
  const widget =
    definition && widgetGateway
      ? await startWidget(
          {
            definition,
            stage,
            widgetGateway,
            gateway,
            endpoints,
            made,
            isJudged,
            initial,
            smileApiUrl: smileApi.url,
            secrets: backends.secretsManager,
            directory: directory.bundles,
            logLine,
          },
          ofWidget,
        )
      : undefined;
  const webhookUrl = `${gateway.url}${path}`;
  const answers = ownAnswers(system.gateway.responses);
  const stack = localStack(
    { stage, endpoints: { ...endpoints, logs: logs.url }, smileApiUrl: smileApi.url },
    {
      environment: environment.both,
      webhookUrl,
      apiCredentials: definition?.credentials.name,
    },
    isJudged,
  );
  const inspector = localInspector({
    stack,
    url: gateway.url,
    webhookUrl,
    secret: options.secret,
    stackOf: failures.stackOf,
    note: logLine,
  });
  gateway.serve({
    routes: [
      webhookRoute({ stage, method, path, policy, answers, invoke: ingress.invoke, logLine }),
      inspectionRoute({
        stack,
        ledger: ledgerView(clients.dynamodb, environment.both),
        bodies: bodiesView(clients.s3, environment.both.BODIES_BUCKET),
        queues: queuesView(clients.sqs, environment.both),
        announcements: backends.embedded ? backends.eventBridge.announcements : undefined,
      }),
      ...(widget ? [widget.demo] : []),
      inspector.route,
    ],
    elsewhere: answers('MISSING_AUTHENTICATION_TOKEN'),
  });

  registerReceiver(smileApi, webhookUrl, options.secret);

  return {
    url: gateway.url,
    webhookUrl,
    inspectorUrl: `${gateway.url}${inspector.path()}`,
    environment: environment.both,
    engines: backends.engines,
    secretsManager: backends.secretsManager.secret(system.secret.name),
    eventBridge: backends.eventBridge,
    handlerFiles: worker.handlerFiles,
    reloadHandlers: worker.reload,
    workerPids: worker.pids,
    ingressPids: ingress.pids,
    smileApi,
    ...(widget?.running ?? noWidget),
    stop: () => teardown.run(),
  };
}

function toStandardOutput(line: string): void {
  process.stdout.write(`${line}\n`);
}
