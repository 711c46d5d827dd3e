import type { Judge } from '../../../local/iam/judge.ts';
import { judgeEntry } from '../../../local/services/bus-entry.ts';
import {
  type Operation,
  type RunningService,
  startJsonService,
} from '../../../local/services/json-service.ts';
import { ServiceFault } from '../../../local/services/service-fault.ts';

/** The partner whom the handlers call: it does all that it is asked for. */
export async function startPartner(): Promise<RunningService> {
  return await startJsonService({ 'Partner.Book': () => ({}) });
}

/** Secrets Manager and EventBridge, as far as a run with an endpoint of somebody else asks for them. */
export async function startServices(judge: Judge): Promise<RunningService> {
  const secrets = new Map<string, string>();
  const put = ({ Name, SecretId = Name, SecretString }: Record<string, unknown>) => {
    secrets.set(String(SecretId), String(SecretString));
    return {};
  };
  let bus = '';
  const operations: Readonly<Record<string, Operation>> = {
    'secretsmanager.CreateSecret'(input) {
      if (!secrets.has(String(input.Name))) return put(input);
      throw new ServiceFault('ResourceExistsException', 'There is such a secret.');
    },
    'secretsmanager.PutSecretValue': put,
    'secretsmanager.GetSecretValue'({ SecretId }) {
      const SecretString = secrets.get(String(SecretId));
      if (SecretString !== undefined) return { Name: SecretId, SecretString };
      throw new ServiceFault('ResourceNotFoundException', 'There is no such secret.');
    },
    'AWSEvents.CreateEventBus'({ Name }) {
      bus = String(Name);
      return {};
    },
    'AWSEvents.PutEvents'({ Entries }) {
      const judged = (Entries as Record<string, unknown>[]).map((entry) => judgeEntry(entry, bus));
      const results = judged.map((each) => each.fault ?? { EventId: each.announcement.id });
      return { FailedEntryCount: judged.filter(({ fault }) => fault).length, Entries: results };
    },
  };
  return await startJsonService(operations, { judge, secretNames: secrets });
}
