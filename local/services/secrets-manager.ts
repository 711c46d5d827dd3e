import { randomUUID } from 'node:crypto';
import { ACCOUNT, REGION } from '../aws.ts';
import type { Judge } from '../iam/judge.ts';
import { type Operation, type RunningService, startJsonService } from './json-service.ts';
import { ServiceFault } from './service-fault.ts';

/** What a secret holds that two parties sign with: `current`, and during a rotation the one before it. */
export interface SecretValue {
  readonly current: string;
  readonly previous?: string;
  /** ISO 8601 date-time. */
  readonly previousNotAfter?: string;
}

/** Changes a secret under a running system. */
export interface SecretControl {
  /** A string is stored as it is, sense or not; undefined removes the secret. */
  set(value: SecretValue | string | undefined): Promise<void>;
  /** Fails every reading of it until told otherwise. */
  fail(how: SecretFailure | undefined): void;
}

/** An exception of GetSecretValue and its HTTP status; or no answer at all. */
export type SecretFailure = { readonly code: string; readonly status: number } | 'hang';

/** The secrets of a run. */
export interface Secrets {
  secret(name: string): SecretControl;
}

/** GetSecretValue and PutSecretValue (AWS Secrets Manager API reference) for the secrets in `initial`, by name. */
export async function startSecretsManager(
  initial: Readonly<Record<string, SecretValue | string>>,
  judge?: Judge,
): Promise<RunningService & Secrets> {
  const secrets = new Map<string, { text: string; version: string; createdAt: number }>();
  const failing = new Map<string, SecretFailure>();
  const put = (name: string, value: SecretValue | string | undefined) => {
    if (value === undefined) secrets.delete(name);
    else
      secrets.set(name, { text: secretText(value), version: randomUUID(), createdAt: Date.now() });
  };
  for (const [name, value] of Object.entries(initial)) put(name, value);

  const operations: Readonly<Record<string, Operation>> = {
    'secretsmanager.GetSecretValue'({ SecretId }) {
      const name = nameIn(String(SecretId), secrets);
      const failure = failing.get(name);
      if (failure === 'hang') return new Promise<object>(() => undefined);
      if (failure) throw new ServiceFault(failure.code, 'The test wants it so.', failure.status);
      const secret = secrets.get(name);
      if (!secret) {
        throw new ServiceFault(
          'ResourceNotFoundException',
          "Secrets Manager can't find the specified secret. In a local run, a secret for handlers is in local-secrets.json.",
        );
      }
      return {
        ARN: `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:${name}`,
        Name: name,
        SecretString: secret.text,
        VersionId: secret.version,
        VersionStages: ['AWSCURRENT'],
        CreatedDate: secret.createdAt / 1000,
      };
    },
    'secretsmanager.PutSecretValue'({ SecretId, SecretString }) {
      const name = nameIn(String(SecretId), secrets);
      if (!secrets.has(name))
        throw new ServiceFault('ResourceNotFoundException', 'No such secret.');
      put(name, String(SecretString));
      return { Name: name, VersionId: secrets.get(name)?.version, VersionStages: ['AWSCURRENT'] };
    },
  };
  const secretNames: ReadonlySet<string> = new Set(Object.keys(initial));
  const service = await startJsonService(operations, { judge, secretNames });
  const secret = (name: string): SecretControl => ({
    set: async (value) => put(name, value),
    fail(how) {
      if (how) failing.set(name, how);
      else failing.delete(name);
    },
  });
  return { ...service, secret };
}

const ARN = /^arn:[\w-]+:secretsmanager:[^:]*:[^:]*:secret:(.+)$/;
/** AWS adds it to the name in an ARN; a caller may leave it out (AWS Secrets Manager API reference, GetSecretValue). */
const SUFFIX = /-[A-Za-z0-9]{6}$/;

/** The name behind a secret's id: a name, or an ARN with or without its suffix, of whatever account and region. */
function nameIn(id: string, known: { has(name: string): boolean }): string {
  const [, named = id] = ARN.exec(id) ?? [];
  return known.has(named) || named === id ? named : named.replace(SUFFIX, '');
}

/** The secret as the text that Secrets Manager keeps. */
export function secretText(value: SecretValue | string): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
