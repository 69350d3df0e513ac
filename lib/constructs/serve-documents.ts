/** The function that serves what projects say about themselves: WSDL files, OpenAPI documents, and how they are protected. */
import { Duration } from 'aws-cdk-lib';
import { LambdaIntegration } from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import type { DocumentCatalogue } from '#core/catalog/document-catalogue.ts';
import { RESOURCE_METADATA_PATH } from '#core/catalog/own-paths.ts';
import type { ServerGroup } from '#core/catalog/server-group.ts';
import { environment } from '#lambdas/serve-documents/environment.ts';
import { addPublicMethod } from './add-public-method.ts';
import type { GatewayApi } from './gateway-api.ts';
import { NodeFunction } from './node-function.ts';

export interface ServeDocumentsProps {
  readonly group: ServerGroup;
  readonly catalogue: DocumentCatalogue;
  readonly gateway: GatewayApi;
  readonly issuer: string;
  /** Below the stage. */
  readonly tokenPath: string;
}

export class ServeDocuments extends Construct {
  readonly integration: LambdaIntegration;

  constructor(scope: Construct, id: string, { group, catalogue, gateway, issuer, tokenPath }: ServeDocumentsProps) {
    super(scope, id);
    const { lambda } = new NodeFunction(this, 'Documents', {
      group,
      folder: 'serve-documents',
      description: `Tollgate ${group.name}: serves the WSDL files and OpenAPI documents of API projects`,
      environmentNames: environment,
      environment: { GATEWAY_URL: gateway.url, TOKEN_URL: `${gateway.url}${tokenPath}`, ISSUER: issuer },
      catalogue,
      timeout: Duration.seconds(10),
    });
    this.integration = new LambdaIntegration(lambda, { scopePermissionToMethod: false });
    // The function answers a wrong method itself, with 405 and what is allowed.
    for (const path of [RESOURCE_METADATA_PATH, `${RESOURCE_METADATA_PATH}/{proxy+}`]) {
      const reason = 'The metadata of protected resources are for everybody (RFC 9728 §3).';
      addPublicMethod(gateway.resourceForPath(path), { method: 'ANY', integration: this.integration, reason });
    }
  }
}
