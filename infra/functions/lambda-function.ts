import { Duration } from 'aws-cdk-lib';
import {
  type IGrantable,
  type IPrincipal,
  Policy,
  PolicyStatement,
  Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import {
  ApplicationLogLevel,
  Architecture,
  type CfnFunction,
  Code,
  Function,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import type { Configuration } from '../configuration.ts';
import { logPeriodOf } from '../configuration/log-periods.ts';
import type { Lifetime } from '../lifetime.ts';
import type { FunctionSettings } from '../settings.ts';

export interface LambdaFunctionProps extends FunctionSettings {
  readonly description: string;
  /** Directory with `index.js`; the hash of its content names the asset. */
  readonly bundle: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly configuration: Configuration;
  readonly lifetime: Lifetime;
  /** Why no invocation needs a dead-letter queue. Default: none is asynchronous. */
  readonly withoutDeadLetters?: string;
}

const NEVER_ASYNCHRONOUS =
  'Never invoked asynchronously: API Gateway waits for the answer, and what the event source mapping hands over comes back through the queue.';

/**
 * A Lambda with a role and a log group of its own.
 *
 * What it needs by itself is in {@link policy}. What an app grants to the role is in another policy, the
 * role's default one: our reasons for an exception from a rule never cover what somebody else has granted.
 *
 * It reserves no concurrency: a fresh account has ten executions in all, and AWS lets none of the last
 * ten be reserved.
 */
export class LambdaFunction extends Construct implements IGrantable {
  readonly function: Function;
  readonly role: Role;
  /** What the function needs by itself. */
  readonly policy: Policy;
  /** Of {@link policy}: for the grants of our own constructs. */
  readonly grantPrincipal: IPrincipal;
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, props: LambdaFunctionProps) {
    super(scope, id);
    const { configuration, lifetime, withoutDeadLetters = NEVER_ASYNCHRONOUS } = props;
    this.logGroup = new LogGroup(this, 'Logs', {
      retention: logPeriodOf(configuration.retentionDays.logs),
      removalPolicy: lifetime.removalPolicy,
    });
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: props.description,
    });
    // Beneath the role, on which the function waits: its first invocation has every permission.
    this.policy = new Policy(this.role, 'Own', {
      roles: [this.role],
      statements: [writeTo(this.logGroup), trace()],
    });
    this.grantPrincipal = this.policy.grantPrincipal;

    this.function = new Function(this, 'Function', {
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: Code.fromAsset(props.bundle),
      handler: 'index.handler',
      role: this.role,
      timeout: Duration.seconds(props.timeoutSeconds),
      memorySize: props.memoryMegabytes,
      environment: { ...props.environment },
      logGroup: this.logGroup,
      loggingFormat: LoggingFormat.JSON,
      // Never above INFO: metrics are lines without a level, which Lambda takes for INFO and would drop
      // (Lambda docs, Log-level filtering).
      applicationLogLevelV2: ApplicationLogLevel[configuration.logLevel],
      systemLogLevelV2: SystemLogLevel.INFO,
    });
    // Lambda's own segments; the SDK is not wrapped, which would cost init time at every start. By
    // `tracing` the CDK would add the permission to the role's default policy.
    (this.function.node.defaultChild as CfnFunction).tracingConfig = { mode: 'Active' };

    acknowledge(this.policy, {
      'AwsSolutions-IAM5[Resource::*]':
        'X-Ray has no resources to name, and neither have the network interfaces of a worker in a private network.',
    });
    acknowledge(this.function, { 'Serverless-LambdaDLQ': withoutDeadLetters });
  }
}

/** Lambda writes what the function prints. In a local run no call needs it: lines go to standard output. */
function writeTo(logGroup: LogGroup): PolicyStatement {
  return new PolicyStatement({
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: [logGroup.logGroupArn],
  });
}

/** Lambda sends its own segments. In a local run no call needs it: nothing is traced. */
function trace(): PolicyStatement {
  return new PolicyStatement({
    actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
    resources: ['*'],
  });
}
