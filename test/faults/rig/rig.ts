import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openDataDirectory } from '../../../local/data-directory.ts';
import { startEngines } from '../../../local/engines/start-engines.ts';
import { createGate } from '../../../local/iam/gate.ts';
import { type LocalRun, startLocal } from '../../../local/start.ts';
import type { System } from '../../../local/template/system.ts';
import { Teardown } from '../../../local/teardown.ts';
import { deliveredTemplate } from '../../delivered/template.ts';
import { type Patience, withPatience } from '../../../local/template/with-patience.ts';
import { type Bucket, lookIntoBucket } from './bucket.ts';
import { type FaultyEndpoint, startFaultyEndpoint } from './endpoint.ts';
import { createJournal, type Journal } from './journal.ts';
import { markOf } from './mark.ts';
import { lookAtQueues, type Queues } from './queues.ts';
import { killFunction } from './kill-function.ts';
import { createSender, type Sender } from './sender.ts';
import { startPartner, startServices } from './services.ts';
import { lookInto, type Tables } from './tables.ts';

export const SECRET = 'a-secret-of-the-fault-rig';

/** How long an engine is away when it is killed. */
const AWAY_MS = 1500;

/**
 * A crash heals after half a minute instead of three. As deployed, the visibility timeout is six times the
 * worker's: by that alone an outage in mid-attempt is told from a crash (ADR 5).
 */
const AS_DEPLOYED: Patience = { ingressTimeout: 12, workerTimeout: 5, visibilityTimeout: 30 };

/** The whole system on this machine, with everything that it calls behind a faulty endpoint. */
export interface Rig {
  readonly run: LocalRun;
  readonly endpoint: FaultyEndpoint;
  readonly journal: Journal;
  readonly tables: Tables;
  readonly bucket: Bucket;
  readonly queues: Queues;
  readonly sender: Sender;
  /** Kills the engine under the queues or the tables, and starts it again with its data. */
  restart(engine: 'sqs' | 'dynamodb'): Promise<void>;
  /** Whether the plan in this event's id was carried out. */
  hasHappened(id: string): boolean;
  stop(): Promise<void>;
}

/** How a rig differs from a deployment. */
export interface RigOptions {
  /** Takes what functions, engines and the run write. */
  readonly logLine: (line: string) => void;
  /** Of the functions; default: the template's. */
  readonly logLevel?: 'ERROR';
  /** Default: short, in the proportions of a deployment. */
  readonly patience?: Patience;
}

export async function startRig(options: RigOptions): Promise<Rig> {
  const teardown = new Teardown();
  try {
    return await start(options, teardown);
  } catch (error) {
    await teardown.run();
    throw error;
  }
}

async function start(
  { logLine, logLevel, patience = AS_DEPLOYED }: RigOptions,
  teardown: Teardown,
): Promise<Rig> {
  const marks = await mkdtemp(join(tmpdir(), 'fault-marks-'));
  teardown.add(() => rm(marks, { recursive: true, force: true }));
  const directory = await openDataDirectory(undefined);
  teardown.add(() => directory.close());
  const gate = createGate();
  const services = await startServices(gate.judge);
  teardown.add(() => services.close());
  const partner = await startPartner();
  teardown.add(() => partner.close());
  const engines = await startEngines(directory, logLine, gate.judge);
  teardown.add(() => engines.stop());

  const restart = async (engine: 'sqs' | 'dynamodb') => {
    await engines[engine].kill();
    await delay(AWAY_MS);
    await engines[engine].start();
  };
  const journal = createJournal();
  const backs = {
    sqs: engines.sqs.url,
    dynamodb: engines.dynamodb.url,
    services: services.url,
    partner: partner.url,
  };
  const endpoint = await startFaultyEndpoint(
    backs,
    {
      async restart(back) {
        if (back === backs.sqs) await restart('sqs');
        else if (back === backs.dynamodb) await restart('dynamodb');
        else await delay(AWAY_MS);
      },
      killCallbacks: () => killFunction('callbacks'),
    },
    journal.note,
  );
  teardown.add(() => endpoint.close());

  const run = await startLocal({
    port: 0,
    secret: SECRET,
    template: await deliveredTemplate(),
    endpointUrl: endpoint.url,
    gate,
    ingressEntry: fileURLToPath(new URL('../functions/ingress.ts', import.meta.url)),
    workerEntry: fileURLToPath(new URL('../functions/worker.ts', import.meta.url)),
    adjust: (system) =>
      withVariables(withPatience(patience)(system), {
        FAULT_MARKS: marks,
        PARTNER_URL: endpoint.url,
        ...(logLevel && { POWERTOOLS_LOG_LEVEL: logLevel }),
      }),
    logLine,
  });
  teardown.add(() => run.stop());
  const tables = lookInto(backs.dynamodb, run.environment);
  const bucket = lookIntoBucket(backs.sqs, run.environment);
  const queues = lookAtQueues(backs.sqs, run.environment);
  const sender = createSender(run.webhookUrl, SECRET);
  teardown.add(async () => {
    for (const client of [tables, bucket, queues, sender]) client.close();
  });
  return {
    run,
    endpoint,
    journal,
    tables,
    bucket,
    queues,
    sender,
    restart,
    hasHappened: (id) => existsSync(join(marks, markOf(id))),
    stop: () => teardown.run(),
  };
}

function withVariables(system: System, more: Readonly<Record<string, string>>): System {
  const { ingress, worker } = system;
  return {
    ...system,
    ingress: { ...ingress, environment: { ...ingress.environment, ...more } },
    worker: { ...worker, environment: { ...worker.environment, ...more } },
  };
}
