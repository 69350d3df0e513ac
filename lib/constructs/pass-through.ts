/** The integration that takes a call straight to its backend, over the internet or a VPC link. */

import {
  CfnMethod,
  ConnectionType,
  HttpIntegration,
  type HttpIntegrationProps,
  VpcLink as ImportedVpcLink,
  type Integration,
  type IntegrationConfig,
  type Method,
} from 'aws-cdk-lib/aws-apigateway';
import { Aspects, Duration } from 'aws-cdk-lib/core';
import { type BackendProject, projectPath } from '#core/catalog/api-project.ts';
import { type DeployedRoute, secretVariable } from '#core/catalog/deployed-catalogue.ts';
import type { VpcLink } from '#core/catalog/vpc-link.ts';
import { type Backend, integrationUrl, pathVariablesOf } from './backend.ts';

/**
 * Straight to the backend. The caller's Authorization header is overwritten (API Gateway cannot drop it), so that a token
 * never reaches a backend; so are `tollgate`, which tells the backend who calls and must not be the caller's to choose,
 * and the header of the gateway secret, whose value stands in a stage variable.
 */
export function passThrough(
  method: string,
  { template, verify }: DeployedRoute,
  project: BackendProject,
  backend: Backend,
): Integration {
  const url = integrationUrl(backend, projectPath(project), template);
  const props: HttpIntegrationProps = {
    httpMethod: method,
    proxy: true,
    options: {
      timeout: Duration.seconds(29),
      requestParameters: {
        'integration.request.header.Authorization': "'-'",
        'integration.request.header.tollgate': verify === null ? "'public'" : 'context.authorizer.tollgate',
        ...secretMapping(project, backend),
        ...pathMappings(template),
      },
    },
  };
  return backend.vpcLink === undefined
    ? new HttpIntegration(url, props)
    : new VpcLinkIntegration(url, props, backend.vpcLink);
}

function secretMapping({ id }: BackendProject, { gatewaySecret }: Backend): Readonly<Record<string, string>> {
  if (gatewaySecret === undefined) return {};
  return { [`integration.request.header.${gatewaySecret.header}`]: `stageVariables.${secretVariable(id)}` };
}

function pathMappings(template: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    pathVariablesOf(template).map((variable) => [
      `integration.request.path.${variable}`,
      `method.request.path.${variable}`,
    ]),
  );
}

/** CDK's integration knows the link, but not yet the load balancer behind a VPC link V2. */
class VpcLinkIntegration extends HttpIntegration {
  private readonly link: VpcLink;

  constructor(url: string, props: HttpIntegrationProps, link: VpcLink) {
    super(url, props);
    this.link = link;
  }

  override bind(method: Method): IntegrationConfig {
    const { id, loadBalancerArn } = this.link;
    const bound = super.bind(method);
    const vpcLink = ImportedVpcLink.fromVpcLinkId(method, 'VpcLink', id);
    const config = { ...bound, options: { ...bound.options, connectionType: ConnectionType.VPC_LINK, vpcLink } };
    if (loadBalancerArn === undefined) return config;
    // The method's resource is made after this.
    Aspects.of(method).add({
      visit(construct) {
        if (construct instanceof CfnMethod) {
          construct.addPropertyOverride('Integration.IntegrationTarget', loadBalancerArn);
        }
      },
    });
    // Another load balancer takes a new deployment, and CDK sees no overrides when it decides about one.
    return { ...config, deploymentToken: loadBalancerArn };
  }
}
