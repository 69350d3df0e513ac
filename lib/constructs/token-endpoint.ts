/** The OAuth token endpoints of a server group, with introspection, revocation, its keys (JWKS) and its metadata (RFC 8414). */
import { Duration } from 'aws-cdk-lib';
import { LambdaIntegration } from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import type { DeployedCatalogue } from '#core/catalog/deployed-catalogue.ts';
import {
  INTROSPECTION_PATH,
  JWKS_PATH,
  METADATA_PATH,
  OPENID_METADATA_PATH,
  REVOCATION_PATH,
} from '#core/catalog/own-paths.ts';
import type { ServerGroup } from '#core/catalog/server-group.ts';
import { tokenCatalogueOf } from '#core/catalog/token-catalogue.ts';
import { environment } from '#lambdas/token/environment.ts';
import { addPublicMethod } from './add-public-method.ts';
import type { GatewayApi } from './gateway-api.ts';
import { NodeFunction } from './node-function.ts';
import type { RegistryTables } from './registry-tables.ts';
import type { SigningKeys } from './signing-keys.ts';

export interface TokenEndpointProps {
  readonly group: ServerGroup;
  readonly catalogue: DeployedCatalogue;
  readonly gateway: GatewayApi;
  /** The issuer identifier (RFC 8414 §2). */
  readonly issuer: string;
  readonly tables: RegistryTables;
  readonly signingKeys: SigningKeys;
}

/** Where clients authenticate, each by POST. */
export function clientPathsOf({ tokenEndpoints }: DeployedCatalogue): readonly string[] {
  return [...tokenEndpoints.map(({ path }) => path), INTROSPECTION_PATH, REVOCATION_PATH];
}

export class TokenEndpoint extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { group, catalogue, gateway, issuer, tables, signingKeys }: TokenEndpointProps,
  ) {
    super(scope, id);
    const { lambda } = new NodeFunction(this, 'Token', {
      group,
      folder: 'token',
      description: `Tollgate ${group.name}: issues access tokens (RFC 6749 §4.4)`,
      environmentNames: environment,
      environment: {
        SERVER_GROUP: group.name,
        ISSUER: issuer,
        GATEWAY_URL: gateway.url,
        PRODUCTS_TABLE: tables.access('Products', ['GetItem']),
        CLIENTS_TABLE: tables.access('Clients', ['GetItem']),
        SUBSCRIPTIONS_TABLE: tables.access('Subscriptions', ['GetItem']),
        SECRET_USES_TABLE: tables.access('SecretUses', ['UpdateItem']),
        SIGNING_KEYS_TABLE: tables.access('SigningKeys', ['Scan']),
        REVOCATIONS_TABLE: tables.access('Revocations', ['GetItem', 'PutItem']),
        ASSERTION_USES_TABLE: tables.access('AssertionUses', ['PutItem']),
        ENVELOPE_KEY_ARN: signingKeys.forSigning(),
      },
      catalogue: tokenCatalogueOf(catalogue),
      timeout: Duration.seconds(10),
      // More than half a processor: starting cold and signing are all processor time, and a caller waits for both.
      memorySize: 1_024,
    });

    const integration = new LambdaIntegration(lambda, { scopePermissionToMethod: false });
    // A limit of its own needs a method of its own.
    const clientPaths = clientPathsOf(catalogue);
    for (const path of clientPaths) {
      const reason = 'Clients authenticate in the function, with a secret or a signed assertion.';
      addPublicMethod(gateway.resourceForPath(path), { method: 'POST', integration, reason });
    }
    // The function answers a wrong method itself, with 405 and what is allowed.
    for (const path of [...clientPaths, JWKS_PATH, METADATA_PATH, OPENID_METADATA_PATH]) {
      const reason = 'The keys and the metadata are for everybody, and other methods are refused by the function.';
      addPublicMethod(gateway.resourceForPath(path), { method: 'ANY', integration, reason });
    }
  }
}
