import { Stack } from 'aws-cdk-lib';
import type { Configuration } from '../../infra/configuration.ts';
import type { Expected } from './promises/promise.ts';
import { words } from './template.ts';

/** What Lambda needs to place a function in a private network. It takes no resource. */
const NETWORK = [
  'ec2:AssignPrivateIpAddresses on *',
  'ec2:CreateNetworkInterface on *',
  'ec2:DeleteNetworkInterface on *',
  'ec2:DescribeNetworkInterfaces on *',
  'ec2:DescribeSubnets on *',
  'ec2:UnassignPrivateIpAddresses on *',
];

/** Replaces what is only known at the deployment, such as `Aws.REGION`, by what a template says for it. */
const resolver = new Stack();

/** What the template of a stage is expected to keep that is configured like this. */
export function expectedBy(stage: string, configuration: Configuration): Expected {
  const { mode, retentionDays, widget } = configuration;
  return {
    stage,
    mode,
    account: configuration.account,
    region: configuration.region,
    addresses: [...new Set([...configuration.allowedAddresses, ...configuration.extraAddresses])],
    domainName: configuration.customDomain?.domainName,
    logLevel: configuration.logLevel,
    days: {
      logs: retentionDays.logs,
      bodies: retentionDays.bodies,
      archive: configuration.archiveDays,
    },
    worker: workerBy(configuration),
    widget: widget && { origins: [...new Set(widget.origins)] },
  };
}

function workerBy({ handlers, workerConcurrency }: Configuration): Expected['worker'] {
  const { environment, policies } = resolver.resolve(handlers) as typeof handlers;
  const grants = policies.flatMap(({ actions, resources }) =>
    actions.flatMap((action) => resources.map((resource) => `${action} on ${words(resource)}`)),
  );
  return {
    seconds: handlers.timeoutSeconds,
    concurrency: workerConcurrency,
    environment,
    grants: [...grants, ...(handlers.vpc ? NETWORK : [])],
  };
}
