/** The registry's REST API: products, clients and subscriptions, for callers whom IAM allows to invoke it. */
import { Duration } from 'aws-cdk-lib';
import { AuthorizationType, type CfnAccount, LambdaIntegration } from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import type { DeployedCatalogue } from '#core/catalog/deployed-catalogue.ts';
import type { ServerGroup } from '#core/catalog/server-group.ts';
import { environment } from '#lambdas/registry/environment.ts';
import { addRegistryResponses } from './gateway-responses.ts';
import { LoggedRestApi } from './logged-rest-api.ts';
import { NodeFunction } from './node-function.ts';
import type { RegistryTables, TableAction } from './registry-tables.ts';

export interface RegistryApiProps {
  readonly group: ServerGroup;
  readonly catalogue: DeployedCatalogue;
  /** URL of the stage that the catalogue's projects are found below. */
  readonly gatewayUrl: string;
  readonly tables: RegistryTables;
  readonly loggingAccount: CfnAccount;
}

const KEEP: readonly TableAction[] = ['GetItem', 'PutItem', 'Scan'];

export class RegistryApi extends Construct {
  /** The stage's URL, without a slash at the end. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: RegistryApiProps) {
    super(scope, id);
    const { group, catalogue, gatewayUrl, tables, loggingAccount } = props;
    const { lambda } = new NodeFunction(this, 'Registry', {
      group,
      folder: 'registry',
      description: `Tollgate ${group.name}: keeps products, clients and subscriptions`,
      environmentNames: environment,
      environment: {
        GATEWAY_URL: gatewayUrl,
        PRODUCTS_TABLE: tables.access('Products', KEEP),
        CLIENTS_TABLE: tables.access('Clients', KEEP),
        SUBSCRIPTIONS_TABLE: tables.access('Subscriptions', [...KEEP, 'Query']),
        SECRET_USES_TABLE: tables.access('SecretUses', ['Query']),
        AUDIT_TRAIL_TABLE: tables.access('AuditTrail', ['GetItem', 'PutItem', 'Query']),
        SIGNING_KEYS_TABLE: tables.access('SigningKeys', ['Scan', 'UpdateItem']),
        SIGNING_KEY_ROTATION_DAYS: String(group.signingKeyRotationDays),
      },
      catalogue,
      timeout: Duration.seconds(28),
    });

    const { restApi, url } = new LoggedRestApi(this, 'Management', {
      group,
      name: `tollgate-${group.name}-registry`,
      description: `Tollgate ${group.name}: the registry`,
      loggingAccount,
      // People and pipelines call it; a runaway script must not use up what the gateway needs.
      throttle: { rate: 50, burst: 100 },
      logFields: { caller: '$context.identity.userArn' },
    });
    this.url = url;
    addRegistryResponses(restApi);
    const integration = new LambdaIntegration(lambda, { scopePermissionToMethod: false });
    for (const path of ['/', '/{proxy+}']) {
      // OPTIONS is signed like any other method: no web page is a caller.
      restApi.root.resourceForPath(path).addMethod('ANY', integration, { authorizationType: AuthorizationType.IAM });
    }
  }
}
