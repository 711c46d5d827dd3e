import type { HttpMethod, HttpRouteIntegrationBindOptions } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import { Stack } from 'aws-cdk-lib';

export interface Route {
  readonly method: HttpMethod;
  readonly path: string;
  readonly target: Function;
}

/**
 * Hands a route's requests to a function, in payload format 2.0, and lets that route invoke it. The
 * CDK's own permission would let every method of the path.
 */
export class RouteIntegration extends HttpLambdaIntegration {
  private readonly route: Route;

  constructor(id: string, route: Route) {
    super(id, route.target);
    this.route = route;
  }

  protected override completeBind({ scope, route }: HttpRouteIntegrationBindOptions): void {
    const { method, path, target } = this.route;
    target.addPermission('Route', {
      scope,
      principal: new ServicePrincipal('apigateway.amazonaws.com'),
      // Of any stage: there is one, and AWS documents no other form for the default one.
      sourceArn: Stack.of(scope).formatArn({
        service: 'execute-api',
        resource: route.httpApi.apiId,
        resourceName: `*/${method}${path}`,
      }),
    });
  }
}
