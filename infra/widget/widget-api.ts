import { Duration } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  type CfnStage,
  CorsHttpMethod,
  HttpApi,
  HttpMethod,
  type HttpRoute,
  HttpStage,
  type HttpStageOptions,
} from 'aws-cdk-lib/aws-apigatewayv2';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import type { Configuration } from '../configuration.ts';
import { pinLogicalId } from '../logical-id.ts';
import type { Settings } from '../settings.ts';
import { type Route, RouteIntegration } from './route-integration.ts';

export interface WidgetApiProps {
  readonly settings: Settings;
  readonly configuration: Configuration;
  readonly origins: readonly string[];
  readonly callbacks: Function;
  readonly linkToken: Function;
  readonly status: Function;
}

/** A fuse, not a limit: a page sends a handful of requests a minute. */
const FUSE = { rateLimit: 100, burstLimit: 200 };

/** Below what Smile takes from one address, 20 requests a second (Smile docs, API): more would fail there. */
const LINK_TOKEN_FUSE = { ThrottlingRateLimit: 15, ThrottlingBurstLimit: 30 };

/** What the pages call: three routes, from the configured origins. */
export class WidgetApi extends Construct {
  readonly httpApi: HttpApi;
  readonly stage: HttpStage;

  constructor(scope: Construct, id: string, props: WidgetApiProps) {
    super(scope, id);
    const { settings, configuration, origins, callbacks, linkToken, status } = props;
    this.httpApi = new HttpApi(this, 'Api', {
      apiName: `smile-${settings.stage}-widget`,
      description: "Takes the callbacks of Smile's widget, gives link tokens and status.",
      createDefaultStage: false,
      corsPreflight: {
        allowOrigins: [...origins],
        allowMethods: [CorsHttpMethod.GET, CorsHttpMethod.POST],
        allowHeaders: ['authorization', 'content-type', 'if-none-match'],
        exposeHeaders: ['etag', 'retry-after'],
        // The longest that a browser keeps an answer to a preflight (Chromium).
        maxAge: Duration.hours(2),
      },
    });
    pinLogicalId(this.httpApi, 'WidgetApi');

    this.route('Callbacks', { method: HttpMethod.POST, path: '/callbacks', target: callbacks });
    const throttled = this.route('LinkToken', {
      method: HttpMethod.POST,
      path: '/link-token',
      target: linkToken,
    });
    this.route('Status', { method: HttpMethod.GET, path: '/status', target: status });

    this.stage = this.deploy(configuration);
    this.throttle(throttled);
  }

  private route(id: string, route: Route): HttpRoute {
    const [added] = this.httpApi.addRoutes({
      path: route.path,
      methods: [route.method],
      integration: new RouteIntegration(id, route),
    }) as [HttpRoute];
    acknowledge(added, {
      'AwsSolutions-APIG4':
        'Each function checks the session itself: sendBeacon can set no header, so an authorizer would never see one.',
    });
    return added;
  }

  private deploy(configuration: Configuration): HttpStage {
    const logs = accessLogs(configuration);
    const stage = new HttpStage(this, 'Stage', {
      httpApi: this.httpApi,
      stageName: '$default',
      autoDeploy: true,
      throttle: FUSE,
      ...logs,
    });
    if (!logs.accessLogSettings) {
      const off =
        'Access logs of every page view cost more than the API itself, and the functions log what they refuse: the configuration offers them, to a log group.';
      acknowledge(stage, {
        'AwsSolutions-APIG1': off,
        'Serverless-APIGWAccessLogging': off,
      });
    }
    return stage;
  }

  /** The stage can only name a route that is there already. */
  private throttle(route: HttpRoute): void {
    const stage = this.stage.node.defaultChild as CfnStage;
    stage.routeSettings = { 'POST /link-token': LINK_TOKEN_FUSE };
    this.stage.node.addDependency(route);
  }
}

/**
 * Without the page's address and without a query. To a log group only: an HTTP API cannot write to a
 * Firehose (API Gateway docs, Choose between REST APIs and HTTP APIs).
 */
function accessLogs({ accessLogDestinationArn: destinationArn }: Configuration): HttpStageOptions {
  if (!destinationArn?.includes(':logs:')) return {};
  const format = {
    requestId: '$context.requestId',
    time: '$context.requestTime',
    route: '$context.routeKey',
    status: '$context.status',
    error: '$context.error.message',
    integrationLatency: '$context.integrationLatency',
  };
  return {
    accessLogSettings: {
      destination: { bind: () => ({ destinationArn }) },
      format: AccessLogFormat.custom(JSON.stringify(format)),
    },
  };
}
