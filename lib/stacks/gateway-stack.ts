/** Everything of a server group that runs: gateway, token endpoint, verifier, projects, registry API, key rotation. */
import { CfnOutput, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { backendProjectsOf, type Catalogue } from '#core/catalog/catalogue.ts';
import { deployedCatalogue } from '#core/catalog/deployed-catalogue.ts';
import { INTROSPECTION_PATH, JWKS_PATH, METADATA_PATH, REVOCATION_PATH } from '#core/catalog/own-paths.ts';
import { revocationBoundSeconds, type ServerGroup } from '#core/catalog/server-group.ts';
import { ApiProjects } from '../constructs/api-projects.ts';
import { Backends } from '../constructs/backends.ts';
import { GatewayApi } from '../constructs/gateway-api.ts';
import { GatewayLoggingAccount } from '../constructs/gateway-logging-account.ts';
import { RegistryApi } from '../constructs/registry-api.ts';
import { RotateSigningKeys } from '../constructs/rotate-signing-keys.ts';
import { SweepAuditTrail } from '../constructs/sweep-audit-trail.ts';
import { clientPathsOf, TokenEndpoint } from '../constructs/token-endpoint.ts';
import { describeGateway } from '../gateway-description.ts';
import type { RegistryStack } from './registry-stack.ts';

export interface GatewayStackProps {
  readonly catalogue: Catalogue;
  readonly group: ServerGroup;
  /** Referred to; it refers to nothing here. */
  readonly registry: RegistryStack;
}

export class GatewayStack extends Stack {
  constructor(scope: Construct, id: string, { catalogue, group, registry }: GatewayStackProps) {
    super(scope, id, {
      stackName: `tollgate-${group.name}-gateway`,
      description: `Tollgate ${group.name}: gateway, token endpoint, API projects and registry API`,
      terminationProtection: group.removal === 'retain',
    });
    const deployed = deployedCatalogue(catalogue, group);
    const projects = backendProjectsOf(catalogue, group);
    const { tables, signingKeys } = registry;
    const { account: loggingAccount } = new GatewayLoggingAccount(this, 'LoggingAccount');

    const backends = new Backends(this, 'Backends', { group, projects });
    const gateway = new GatewayApi(this, 'GatewayApi', {
      group,
      loggingAccount,
      clientPaths: clientPathsOf(deployed),
      stageVariables: backends.stageVariables,
      speaksSoap: projects.some(({ kind }) => kind === 'wsdl'),
    });
    const issuer = gateway.url;
    new RotateSigningKeys(this, 'RotateSigningKeys', { group, tables, signingKeys });
    new SweepAuditTrail(this, 'SweepAuditTrail', { group, tables });
    new TokenEndpoint(this, 'TokenEndpoint', { group, catalogue: deployed, gateway, issuer, tables, signingKeys });
    new ApiProjects(this, 'ApiProjects', {
      group,
      projects,
      backends,
      catalogue: deployed,
      gateway,
      issuer,
      tables,
    });
    const registryApi = new RegistryApi(this, 'RegistryApi', {
      group,
      catalogue: deployed,
      gatewayUrl: gateway.url,
      tables,
      loggingAccount,
    });

    this.addMetadata('Tollgate', describeGateway(group, projects, gateway.url));
    const primaryTokenPath = deployed.tokenEndpoints.at(0)?.path;
    this.addOutputs({
      GatewayUrl: ['Where the API projects are found', gateway.url],
      RegistryUrl: ['The registry API (AWS Signature Version 4)', registryApi.url],
      TokenUrl: [
        'The token endpoint',
        primaryTokenPath === undefined ? undefined : `${gateway.url}${primaryTokenPath}`,
      ],
      Issuer: ['The issuer identifier in access tokens', issuer],
      MetadataUrl: ['The authorization server metadata (RFC 8414)', `${gateway.url}${METADATA_PATH}`],
      JwksUrl: ['The keys that access tokens are verified with', `${gateway.url}${JWKS_PATH}`],
      IntrospectionUrl: ['Where clients ask about their tokens (RFC 7662)', `${gateway.url}${INTROSPECTION_PATH}`],
      RevocationUrl: ['Where clients revoke their tokens (RFC 7009)', `${gateway.url}${REVOCATION_PATH}`],
      SampleBackendUrl: ['The sample backend', backends.sampleBackend?.url],
      RevocationBoundSeconds: [
        'Seconds within which a revocation takes effect at the protected APIs',
        String(revocationBoundSeconds(group)),
      ],
      OutageGraceSeconds: [
        'Seconds beyond that for which the protected APIs go by what they last knew while the registry cannot be reached',
        String(group.outageGraceSeconds),
      ],
    });
  }

  private addOutputs(outputs: Readonly<Record<string, readonly [description: string, value: string | undefined]>>) {
    for (const [name, [description, value]] of Object.entries(outputs)) {
      if (value !== undefined) new CfnOutput(this, name, { description, value });
    }
  }
}
