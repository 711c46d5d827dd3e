import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import type { LedgerRow } from '../lambdas/ledger/ledger-row.ts';
import { rowsOf } from '../local/inspection/ledger-view.ts';
import { clientOptions, createClients } from '../local/clients.ts';
import type { LocalStack } from '../local/inspection/stack-view.ts';
import type { Stage, StageNames } from './stage.ts';
import { STAGE_OUTPUTS } from './stage.ts';

/** No local run answers. */
export class LocalRunUnreachable extends Error {
  override readonly name = 'LocalRunUnreachable';
  readonly code = 'local-run-unreachable';
}

/**
 * The local run, which hands out its endpoints and names as the outputs of a stack would.
 *
 * @param url of the run, such as `http://127.0.0.1:8787`
 * @throws LocalRunUnreachable
 */
export async function localStage(url: string): Promise<Stage> {
  return stageOfRun(await localStackAt(url), url);
}

/** The stage that a local run is, by what it says of itself. */
export function stageOfRun(
  { stage, endpoints, outputs, operatorKey }: LocalStack,
  url: string,
): Stage {
  const entries = Object.entries(STAGE_OUTPUTS).map(([name, key]) => [name, outputs[key]]);
  const names = Object.fromEntries(entries) as StageNames;
  return {
    title: `local run of ${stage} · ${url}`,
    option: localOption(url),
    url,
    isLocal: true,
    names,
    // Who looks at a whole table has no right of a stage's operators.
    allRows: () => allRowsOf(createClients(endpoints).dynamodb, names.ledger),
    ...createClients(endpoints, operatorKey),
    logs: new CloudWatchLogsClient(clientOptions(endpoints.logs)),
    operator: () => Promise.resolve('local'),
  };
}

async function allRowsOf(client: DynamoDBClient, ledger: string): Promise<readonly LedgerRow[]> {
  return await rowsOf<LedgerRow>(
    paginateScan({ client }, { TableName: ledger, ConsistentRead: true }),
  );
}

/** What a command needs to reach the local run again. */
export const localOption = (url: string): string =>
  url === 'http://127.0.0.1:8787' ? '' : ` --url ${url}`;

/** What a local run says of itself. @throws LocalRunUnreachable */
export async function localStackAt(url: string): Promise<LocalStack> {
  const advice = 'Start it with npm start or smile dev, or name a deployed stage with --stage.';
  try {
    const response = await fetch(new URL('/_local/stack', url));
    if (response.ok) return (await response.json()) as LocalStack;
  } catch (cause) {
    throw new LocalRunUnreachable(`No local run answers at ${url}. ${advice}`, { cause });
  }
  throw new LocalRunUnreachable(`What answers at ${url} is not a local run. ${advice}`);
}
