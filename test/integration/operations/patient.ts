import { randomUUID } from 'node:crypto';
import { PurgeQueueCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { vi } from 'vitest';
import { CHECKS } from '../../../operations/doctor/checks.ts';
import { examineDeployed } from '../../../operations/doctor/examine-deployed.ts';
import { type Checked, runChecks } from '../../../operations/doctor/run-checks.ts';
import { localStackAt } from '../../../operations/local-stage.ts';
import { createClients } from '../../../local/clients.ts';
import { type Receiver, SECRET, startReceiver } from '../receiver.ts';
import { type StageState, startStageStandIn } from './stage-stand-in.ts';

const KEY = { apiKey: 'key-of-the-stage', apiSecret: 'canary-key-7b' };

/** A stage that is well, and can be made ill. */
export interface Patient {
  readonly receiver: Receiver;
  readonly state: StageState;
  /** For a command on `--stage sandbox`. */
  readonly environment: Readonly<Record<string, string>>;
  alarm(index: number): StageState['alarms'][number];
  /** Replaces what is registered at Smile by one registration for each of these. */
  register(...registrations: readonly object[]): void;
  /** Puts a dead letter into the queue, until it is disposed of. */
  deadLetter(): Promise<AsyncDisposable>;
  /** The SQS client follows a queue's URL: the stand-in denies what it is asked there. */
  denyQueue(output: string, name: string): void;
  /** Lets one check look, in this process. Variables stay set until `vi.unstubAllEnvs()`. */
  look(check: string, limitMs?: number): Promise<Checked | undefined>;
  /** Makes it well again. */
  heal(): Promise<void>;
  stop(): Promise<void>;
}

export async function startPatient(): Promise<Patient> {
  const receiver = await startReceiver();
  const standIn = await startStageStandIn(receiver.run);
  const { state, environment } = standIn;
  const well = structuredClone(state);
  const { smileApi, secretsManager, smileCredentials } = receiver.run;
  const { endpoints, outputs } = await localStackAt(receiver.run.url);
  const { sqs } = createClients(endpoints);

  const register = (...registrations: readonly object[]) => {
    for (const { id } of smileApi.webhooks.all()) smileApi.webhooks.remove(id);
    const url = state.outputs.WebhookUrl;
    const usual = { name: 'here', url, secret: SECRET, active: true };
    for (const each of registrations) {
      smileApi.webhooks.create({ ...usual, eventTypes: ['ALL_EVENTS'], ...each });
    }
  };
  return {
    receiver,
    state,
    environment,
    alarm: (index) => state.alarms[index] as StageState['alarms'][number],
    register,
    async deadLetter() {
      const QueueUrl = outputs.DeadLettersQueueUrl;
      const MessageDeduplicationId = randomUUID();
      const letter = { MessageBody: '{}', MessageGroupId: 'et-dead', MessageDeduplicationId };
      await sqs.send(new SendMessageCommand({ QueueUrl, ...letter }));
      return {
        [Symbol.asyncDispose]: async () => {
          await sqs.send(new PurgeQueueCommand({ QueueUrl }));
        },
      };
    },
    denyQueue(output, name) {
      state.outputs[output] = `${environment.AWS_ENDPOINT_URL}/000000000000/${name}`;
      state.denied.add('sqs:GetQueueAttributes');
    },
    async look(check, limitMs) {
      for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
      const checks = CHECKS.filter(({ name }) => name === check);
      const examined = await examineDeployed('sandbox');
      const [found] = await Promise.all(runChecks(checks, examined, limitMs));
      return found;
    },
    async heal() {
      Object.assign(state, structuredClone(well));
      await secretsManager.set({ current: SECRET });
      smileApi.failNext(0, 500);
      smileApi.setCredentials(KEY);
      await smileCredentials?.set(JSON.stringify(KEY));
      register({});
    },
    async stop() {
      standIn.close();
      await receiver.run.stop();
    },
  };
}
