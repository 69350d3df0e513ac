/** Counts the resources of the stacks and of the REST API. */

import { CfnResource as CfnApiResource } from 'aws-cdk-lib/aws-apigateway';
import { CfnResource, type Stack } from 'aws-cdk-lib/core';
import type { ServerGroup } from '#core/catalog/server-group.ts';

/** CloudFormation raises it for nobody. */
const RESOURCES_OF_A_STACK = 500;

const FEWER_ROUTES = 'let resources take in what is below them (acceptChildPaths or {proxy+}) and use ANY for methods';

/** The registry stack is the same for every catalogue. */
export function findStackProblems(stacks: { readonly registry: Stack; readonly gateway: Stack }): readonly string[] {
  return Object.entries(stacks)
    .map(([name, stack]) => ({ name, count: resourcesIn(stack).length }))
    .filter(({ count }) => count > RESOURCES_OF_A_STACK)
    .map(
      ({ name, count }) =>
        `its ${name} stack has ${count} resources, and CloudFormation takes ${RESOURCES_OF_A_STACK}, which nobody can raise; ${FEWER_ROUTES}, or move projects to another server group.`,
    );
}

/** The root of an API is counted too: API Gateway lists it among the resources, though no template holds it. */
export function findApiProblems(gateway: Stack, { name, quotas }: ServerGroup): readonly string[] {
  const perApi = Map.groupBy(
    resourcesIn(gateway).filter((resource) => resource instanceof CfnApiResource),
    ({ restApiId }) => restApiId,
  );
  const largest = Math.max(0, ...[...perApi.values()].map(({ length }) => length)) + 1;
  if (largest <= quotas.resourcesPerApi) return [];
  return [
    `its gateway has ${largest} resources (the root, and one for each segment of a path), and a REST API takes ${quotas.resourcesPerApi}; ${FEWER_ROUTES}, move projects to another server group, or have AWS raise the quota and state it: defineServerGroup({ name: '${name}', quotas: { resourcesPerApi: ${largest} } }).`,
  ];
}

function resourcesIn(stack: Stack): readonly CfnResource[] {
  return stack.node.findAll().filter((construct) => construct instanceof CfnResource);
}
