import {
  AccessLogFormat,
  EndpointType,
  type IAccessLogDestination,
  LambdaIntegration,
  RestApi,
  SecurityPolicy,
  type StageOptions,
} from 'aws-cdk-lib/aws-apigateway';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import type { Configuration } from '../configuration.ts';
import { pinLogicalId } from '../logical-id.ts';
import type { Settings } from '../settings.ts';
import { onlyFrom } from './allowed-sources.ts';
import { addGatewayResponses } from './gateway-responses.ts';

export interface WebhooksApiProps {
  readonly settings: Settings;
  readonly configuration: Configuration;
  readonly ingress: Function;
}

/**
 * A fuse, not a limit: Smile sends a handful of requests a second, and what is refused with 429 counts
 * as one of its three tries.
 */
const FUSE = { throttlingRateLimit: 100, throttlingBurstLimit: 200 };

/** `POST /webhooks`, for the allowed addresses only, and nothing else. */
export class WebhooksApi extends Construct {
  readonly restApi: RestApi;
  /** What Smile is to be given. */
  readonly webhookUrl: string;

  constructor(scope: Construct, id: string, props: WebhooksApiProps) {
    super(scope, id);
    const { settings, configuration, ingress } = props;
    const { customDomain } = configuration;
    this.restApi = new RestApi(this, 'Api', {
      // Metrics go by this name: two stages with one name would share their alarms.
      restApiName: `smile-${settings.stage}`,
      description: "Receives Smile's webhooks.",
      endpointTypes: [EndpointType.REGIONAL],
      policy: onlyFrom(settings.allowedSources),
      // The signature is over the exact bytes: no media type may be taken for text and re-encoded.
      binaryMediaTypes: ['*/*'],
      // One role per account and region serves all APIs; made here it could break others.
      cloudWatchRole: false,
      deployOptions: {
        stageName: settings.stage,
        ...FUSE,
        tracingEnabled: true,
        ...accessLogs(configuration),
      },
      ...(customDomain
        ? {
            disableExecuteApiEndpoint: true,
            domainName: {
              domainName: customDomain.domainName,
              certificate: Certificate.fromCertificateArn(
                this,
                'Certificate',
                customDomain.certificateArn,
              ),
              endpointType: EndpointType.REGIONAL,
              securityPolicy: SecurityPolicy.TLS_1_2,
            },
          }
        : {}),
    });
    const webhooks = this.restApi.root.addResource('webhooks');
    webhooks.addMethod('POST', new LambdaIntegration(ingress, { allowTestInvoke: false }));
    addGatewayResponses(this.restApi);
    pinLogicalId(this.restApi, 'WebhooksApi');
    // The CDK's own output, without the path: Smile must get ours.
    this.restApi.node.tryRemoveChild('Endpoint');

    this.webhookUrl = customDomain
      ? `https://${customDomain.domainName}/webhooks`
      : this.restApi.urlForPath('/webhooks');
    this.acknowledgeRules(configuration);
  }

  private acknowledgeRules({ accessLogDestinationArn }: Configuration): void {
    const bytes =
      'A validator would judge the body before its signature is checked; the ingress does both, in that order.';
    const signed =
      "Smile signs every request and can do nothing else: the resource policy and the ingress's check of the signature authorize it.";
    acknowledge(this.restApi, {
      'AwsSolutions-APIG2': bytes,
      'AwsSolutions-APIG3':
        'One address may call at all, which the resource policy checks without the monthly price of a WAF.',
      'AwsSolutions-APIG4': signed,
      'AwsSolutions-COG4': signed,
      'AwsSolutions-APIG6':
        "Execution logs need API Gateway's role for CloudWatch, one per account and region, and they would hold bodies.",
    });
    if (accessLogDestinationArn === undefined) {
      const off =
        "Access logs need API Gateway's role for CloudWatch, one per account and region: the configuration offers them for accounts that have it.";
      acknowledge(this.restApi, {
        'AwsSolutions-APIG1': off,
        'Serverless-APIGWAccessLogging': off,
      });
    }
  }
}

/** `responseType` tells a changed sender, a large body and a lit fuse apart, which the metrics do not. */
function accessLogs({ accessLogDestinationArn: destinationArn }: Configuration): StageOptions {
  if (destinationArn === undefined) return {};
  const accessLogDestination: IAccessLogDestination = { bind: () => ({ destinationArn }) };
  const format = {
    requestId: '$context.requestId',
    time: '$context.requestTime',
    sourceIp: '$context.identity.sourceIp',
    method: '$context.httpMethod',
    path: '$context.path',
    status: '$context.status',
    responseType: '$context.error.responseType',
    integrationLatency: '$context.integrationLatency',
  };
  return { accessLogDestination, accessLogFormat: AccessLogFormat.custom(JSON.stringify(format)) };
}
