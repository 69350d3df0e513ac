/** The function that serves what projects say about themselves: WSDL files and OpenAPI documents. */
import { Duration } from 'aws-cdk-lib';
import { LambdaIntegration } from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import type { DocumentCatalogue } from '#core/catalog/document-catalogue.ts';
import type { ServerGroup } from '#core/catalog/server-group.ts';
import { environment } from '#lambdas/serve-documents/environment.ts';
import { NodeFunction } from './node-function.ts';

export interface ServeDocumentsProps {
  readonly group: ServerGroup;
  readonly catalogue: DocumentCatalogue;
  readonly gatewayUrl: string;
  /** Below the stage. */
  readonly tokenPath: string;
}

export class ServeDocuments extends Construct {
  readonly integration: LambdaIntegration;

  constructor(scope: Construct, id: string, { group, catalogue, gatewayUrl, tokenPath }: ServeDocumentsProps) {
    super(scope, id);
    const { lambda } = new NodeFunction(this, 'Documents', {
      group,
      folder: 'serve-documents',
      description: `Tollgate ${group.name}: serves the WSDL files and OpenAPI documents of API projects`,
      environmentNames: environment,
      environment: { GATEWAY_URL: gatewayUrl, TOKEN_URL: `${gatewayUrl}${tokenPath}` },
      catalogue,
      timeout: Duration.seconds(10),
    });
    this.integration = new LambdaIntegration(lambda, { scopePermissionToMethod: false });
  }
}
