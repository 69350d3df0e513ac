/** Says in plain words when a server group does not fit into one REST API or one stack. */
import { CfnResource, type Stack } from 'aws-cdk-lib';
import { CfnResource as CfnApiResource } from 'aws-cdk-lib/aws-apigateway';
import type { ServerGroup } from '#core/catalog/server-group.ts';

/** API Gateway's default quota; AWS raises it on request. */
const RESOURCES_OF_AN_API = 300;
/** CloudFormation's limit. */
const RESOURCES_OF_A_STACK = 500;

export class GatewayLimitError extends Error {
  override readonly name = 'GatewayLimitError';
}

/** @throws GatewayLimitError */
export function assertWithinLimits(stack: Stack, group: ServerGroup): void {
  const resources = stack.node.findAll().filter((construct) => construct instanceof CfnResource);
  const perApi = Map.groupBy(
    resources.filter((resource) => resource instanceof CfnApiResource),
    ({ restApiId }) => restApiId,
  );
  const largest = Math.max(0, ...[...perApi.values()].map((paths) => paths.length));
  if (largest > RESOURCES_OF_AN_API) {
    throw new GatewayLimitError(
      `Server group "${group.name}": its projects have ${largest} path segments, and a REST API takes ${RESOURCES_OF_AN_API}; use {proxy+} resources, or move projects to another server group.`,
    );
  }
  if (resources.length > RESOURCES_OF_A_STACK) {
    throw new GatewayLimitError(
      `Server group "${group.name}": its gateway stack has ${resources.length} resources, and CloudFormation takes ${RESOURCES_OF_A_STACK}; use {proxy+} resources and ANY, or move projects to another server group.`,
    );
  }
}
