import {
  type EventSourceMappingConfiguration,
  GetAccountSettingsCommand,
  type LambdaClient,
  paginateListEventSourceMappings,
} from '@aws-sdk/client-lambda';
import { askAws } from '../../ask-aws.ts';
import { deployCommand, outputOf } from '../examined.ts';
import { fine, type Finding, notHere, problem, warning, worstOf } from '../finding.ts';
import type { Check } from '../run-checks.ts';

/** The widget's pages take executions from the ingress; a fresh account has ten (Lambda quotas). */
const ENOUGH_FOR_WIDGET = 50;

const RAISE =
  'aws service-quotas request-service-quota-increase --service-code lambda --quota-code L-B99A9384 --desired-value 1000';

/** Whether the workers leave executions for the ingress, and take events at all. */
export const concurrencyCheck: Check = {
  name: 'concurrency',
  async look(examined, signal) {
    if (!examined.deployed) return notHere('a local run shares no executions');
    const { lambda } = examined.deployed;
    const worker = await outputOf(examined, 'WorkerFunctionName');
    const [limit, mappings] = await Promise.all([
      executionsOf(lambda, signal),
      mappingsOf(lambda, worker, signal),
    ]);
    const taken = mappings.reduce(
      (sum, { ScalingConfig }) => sum + (ScalingConfig?.MaximumConcurrency ?? limit),
      0,
    );
    const hasWidget = (await examined.outputs()).WidgetUrl !== undefined;
    const well = fine(`the workers may take ${taken} of ${limit} executions`);
    const none =
      mappings.length === 0
        ? problem('no event source mapping: nothing takes events', deployCommand(examined.stage))
        : undefined;
    const evidence = { limit, taken, mappings: mappings.map(({ State }) => State ?? '') };
    const quota = executions(limit, taken, hasWidget);
    return { ...worstOf([well, quota, none, ...mappings.map(standing)]), evidence };
  },
};

function executions(limit: number, taken: number, hasWidget: boolean): Finding | undefined {
  if (taken >= limit) {
    return problem(
      `the workers may take all ${limit} executions of the account, and webhooks get 5xx then`,
      RAISE,
    );
  }
  if (!hasWidget || limit >= ENOUGH_FOR_WIDGET) return undefined;
  return warning(
    `${limit} executions for the workers, the ingress and the pages with the widget: ask for ${ENOUGH_FOR_WIDGET} at least`,
    RAISE,
  );
}

/** States in which it polls, or will without anybody's doing (Lambda API, EventSourceMappingConfiguration). */
const AT_WORK = /^(Enabled|Enabling|Creating|Updating)$/;

function standing({ State = 'unknown', UUID = '' }: EventSourceMappingConfiguration) {
  if (AT_WORK.test(State)) return undefined;
  return problem(
    `the worker takes no events: an event source mapping is ${State}`,
    `aws lambda update-event-source-mapping --enabled --uuid ${UUID}`,
  );
}

/** Those that no function has reserved for itself. */
async function executionsOf(lambda: LambdaClient, abortSignal: AbortSignal): Promise<number> {
  const { AccountLimit = {} } = await askAws({
    action: 'lambda:GetAccountSettings',
    on: 'all resources, since it takes no narrower one',
    ask: () => lambda.send(new GetAccountSettingsCommand({}), { abortSignal }),
  });
  return AccountLimit.UnreservedConcurrentExecutions ?? AccountLimit.ConcurrentExecutions ?? 0;
}

async function mappingsOf(client: LambdaClient, FunctionName: string, abortSignal: AbortSignal) {
  return await askAws({
    action: 'lambda:ListEventSourceMappings',
    on: 'all resources, since it takes no narrower one',
    async ask() {
      const mappings: EventSourceMappingConfiguration[] = [];
      const pages = paginateListEventSourceMappings({ client }, { FunctionName }, { abortSignal });
      for await (const page of pages) mappings.push(...(page.EventSourceMappings ?? []));
      return mappings;
    },
  });
}
