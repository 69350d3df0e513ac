/** The access-token verifier, and the two ways in which API Gateway asks it. */

import { IdentitySource, RequestAuthorizer } from 'aws-cdk-lib/aws-apigateway';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { DeployedCatalogue } from '#core/catalog/deployed-catalogue.ts';
import type { ServerGroup } from '#core/catalog/server-group.ts';
import { environment } from '#lambdas/verify-access-token/environment.ts';
import { NodeFunction } from './node-function.ts';
import { type VerifierEnvironmentProps, verifierEnvironment } from './verifier-environment.ts';

export interface VerifyAccessTokenProps extends VerifierEnvironmentProps {
  readonly catalogue: DeployedCatalogue;
}

export class VerifyAccessToken extends Construct {
  private readonly group: ServerGroup;
  private readonly verifier: NodeFunction<(typeof environment)[number]>;
  private headerAuthorizer: RequestAuthorizer | undefined;
  private anyPlaceAuthorizer: RequestAuthorizer | undefined;

  constructor(scope: Construct, id: string, props: VerifyAccessTokenProps) {
    super(scope, id);
    const { group, catalogue } = props;
    this.group = group;
    this.verifier = new NodeFunction(this, 'Verifier', {
      group,
      folder: 'verify-access-token',
      description: `Tollgate ${group.name}: verifies access tokens (RFC 6750, RFC 9068)`,
      environmentNames: environment,
      environment: verifierEnvironment(props),
      catalogue,
      // Less than API Gateway waits for an authorizer, so that a slow registry is our fault to report, not a cut-off.
      timeout: Duration.seconds(5),
      // As for the token function: each millisecond of a cold start is added to somebody's call.
      memorySize: 1_024,
    });
  }

  /**
   * For routes that take a token from the Authorization header alone. A verdict is reused for the same header value, path
   * and method, never for another route; a call without the header is refused without asking. With its cache turned off
   * API Gateway does not look at the identity sources, so none are named and the verifier sees every call.
   */
  get header(): RequestAuthorizer {
    const seconds = this.group.authorizerCacheSeconds;
    this.headerAuthorizer ??= new RequestAuthorizer(this, 'Header', {
      authorizerName: 'verify-access-token-header',
      handler: this.verifier.lambda,
      resultsCacheTtl: Duration.seconds(seconds),
      identitySources:
        seconds === 0
          ? []
          : [
              IdentitySource.header('Authorization'),
              IdentitySource.context('path'),
              IdentitySource.context('httpMethod'),
            ],
    });
    return this.headerAuthorizer;
  }

  /**
   * For routes that take a token from other places too. Identity sources are all required to be there, so none can be
   * named, and without them nothing can be cached.
   */
  get anyPlace(): RequestAuthorizer {
    this.anyPlaceAuthorizer ??= new RequestAuthorizer(this, 'AnyPlace', {
      authorizerName: 'verify-access-token-any-place',
      handler: this.verifier.lambda,
      resultsCacheTtl: Duration.seconds(0),
      identitySources: [],
    });
    return this.anyPlaceAuthorizer;
  }
}
