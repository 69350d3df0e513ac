/** The function that forwards calls to backends where a token may stand in a place that API Gateway cannot clear. */
import { Duration } from 'aws-cdk-lib';
import { LambdaIntegration } from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import type { DeployedCatalogue } from '#core/catalog/deployed-catalogue.ts';
import type { ServerGroup } from '#core/catalog/server-group.ts';
import { environment } from '#lambdas/forward/environment.ts';
import { NodeFunction } from './node-function.ts';

export interface ForwardProps {
  readonly group: ServerGroup;
  readonly catalogue: DeployedCatalogue;
}

export class Forward extends Construct {
  readonly integration: LambdaIntegration;

  constructor(scope: Construct, id: string, { group, catalogue }: ForwardProps) {
    super(scope, id);
    const { lambda } = new NodeFunction(this, 'Forwarder', {
      group,
      folder: 'forward',
      description: `Tollgate ${group.name}: removes tokens from calls and forwards them to backends`,
      environmentNames: environment,
      environment: {},
      catalogue,
      // API Gateway waits for 29 seconds: a function that breaks off is told from a backend that is slow.
      timeout: Duration.seconds(28),
    });
    this.integration = new LambdaIntegration(lambda, { scopePermissionToMethod: false });
  }
}
