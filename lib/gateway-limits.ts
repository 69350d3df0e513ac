/** Says in plain words what of a server group is more than AWS takes, before a deployment would fail on it. */
import type { Stack } from 'aws-cdk-lib/core';
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import type { BackendProject } from '#core/catalog/api-project.ts';
import type { ServerGroup } from '#core/catalog/server-group.ts';
import { findMethodArnProblems } from './limits/method-arns.ts';
import { findApiProblems, findStackProblems } from './limits/resource-counts.ts';
import { findStageVariableProblems } from './limits/stage-variables.ts';
import { findTemplateProblems } from './limits/template-sizes.ts';

/** Its message has one line for each limit that is exceeded, with the limit, the count and what to do. */
export class GatewayLimitError extends Error {
  override readonly name = 'GatewayLimitError';

  constructor({ name }: ServerGroup, problems: readonly string[]) {
    super(problems.map((problem) => `Server group "${name}": ${problem}`).join('\n'));
  }
}

export interface ServerGroupStacks {
  readonly registry: Stack;
  readonly gateway: Stack;
}

/**
 * Looks at the stacks as they are built: what synthesis adds to them later is no resource.
 *
 * @throws GatewayLimitError
 */
export function assertWithinLimits(
  stacks: ServerGroupStacks,
  group: ServerGroup,
  projects: readonly BackendProject[],
): void {
  const { registry, gateway } = stacks;
  refuse(group, [
    ...findApiProblems(gateway, group),
    ...findStackProblems({ registry, gateway }),
    ...findStageVariableProblems(gateway),
    ...findMethodArnProblems(projects, group),
  ]);
}

/**
 * Looks at the templates as they were written.
 *
 * @throws GatewayLimitError
 */
export function assertTemplatesWithinLimits(assembly: CloudAssembly, group: ServerGroup): void {
  refuse(group, findTemplateProblems(assembly));
}

function refuse(group: ServerGroup, problems: readonly string[]): void {
  if (problems.length > 0) throw new GatewayLimitError(group, problems);
}
