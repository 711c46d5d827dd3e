import { Duration } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  ApplicationLogLevel,
  Architecture,
  Code,
  Function,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
  Tracing,
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
  /** Directory with `index.cjs`; the hash of its content names the asset. */
  readonly bundle: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly statements: readonly PolicyStatement[];
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
 * It reserves no concurrency: a fresh account has ten executions in all, and AWS lets none of the last
 * ten be reserved.
 */
export class LambdaFunction extends Construct {
  readonly function: Function;
  readonly role: Role;
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, props: LambdaFunctionProps) {
    super(scope, id);
    const { configuration, lifetime, statements, withoutDeadLetters = NEVER_ASYNCHRONOUS } = props;
    this.logGroup = new LogGroup(this, 'Logs', {
      retention: logPeriodOf(configuration.retentionDays.logs),
      removalPolicy: lifetime.removalPolicy,
    });
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: props.description,
    });
    for (const statement of [writeTo(this.logGroup), ...statements])
      this.role.addToPolicy(statement);

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
      // Lambda's own segments; the SDK is not wrapped, which would cost init time at every start.
      tracing: Tracing.ACTIVE,
    });

    acknowledge(this.role, {
      'AwsSolutions-IAM5[Resource::*]':
        'X-Ray has no resources to name, and neither have the network interfaces of a worker in a private network.',
    });
    acknowledge(this.function, { 'Serverless-LambdaDLQ': withoutDeadLetters });
  }
}

function writeTo(logGroup: LogGroup): PolicyStatement {
  return new PolicyStatement({
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: [logGroup.logGroupArn],
  });
}
