/** The function that verifies a call and forwards it, where a token may stand in the body, which no authorizer can see. */
import { Duration } from 'aws-cdk-lib';
import { LambdaIntegration } from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import type { DeployedCatalogue } from '#core/catalog/deployed-catalogue.ts';
import { environment } from '#lambdas/verify-and-forward/environment.ts';
import { NodeFunction } from './node-function.ts';
import { type VerifierEnvironmentProps, verifierEnvironment } from './verifier-environment.ts';

export interface VerifyAndForwardProps extends VerifierEnvironmentProps {
  readonly catalogue: DeployedCatalogue;
}

export class VerifyAndForward extends Construct {
  readonly integration: LambdaIntegration;

  constructor(scope: Construct, id: string, props: VerifyAndForwardProps) {
    super(scope, id);
    const { group, catalogue } = props;
    const { lambda } = new NodeFunction(this, 'VerifierAndForwarder', {
      group,
      folder: 'verify-and-forward',
      description: `Tollgate ${group.name}: verifies and forwards calls whose token may stand in the body (RFC 6750 §2.2)`,
      environmentNames: environment,
      environment: verifierEnvironment(props),
      catalogue,
      // API Gateway waits for 29 seconds: a function that breaks off is told from a backend that is slow.
      timeout: Duration.seconds(28),
      // As for the verifier: each millisecond of a cold start is added to somebody's call.
      memorySize: 1_024,
    });
    this.integration = new LambdaIntegration(lambda, { scopePermissionToMethod: false });
  }
}
