/** What happens to a server group's data when its stacks are deleted. */
import { RemovalPolicy } from 'aws-cdk-lib/core';
import type { ServerGroup } from '#core/catalog/server-group.ts';

export function removalPolicyOf(group: ServerGroup): RemovalPolicy {
  return group.removal === 'retain' ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
}
