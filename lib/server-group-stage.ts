/** A server group: the stack that keeps its data, and the stack that runs. */
import { type Environment, Stage } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { backendProjectsOf, type Catalogue } from '#core/catalog/catalogue.ts';
import type { ServerGroup } from '#core/catalog/server-group.ts';
import { assertWithinLimits } from './gateway-limits.ts';
import { GatewayStack } from './stacks/gateway-stack.ts';
import { RegistryStack } from './stacks/registry-stack.ts';

export interface ServerGroupStageProps {
  readonly catalogue: Catalogue;
  readonly group: ServerGroup;
}

export class ServerGroupStage extends Stage {
  readonly group: ServerGroup;
  readonly registry: RegistryStack;
  readonly gateway: GatewayStack;

  /** @throws GatewayLimitError if the server group does not fit into its stacks or its REST API */
  constructor(scope: Construct, id: string, { catalogue, group }: ServerGroupStageProps) {
    super(scope, id, { env: environmentOf(group) });
    this.group = group;
    this.registry = new RegistryStack(this, 'Registry', { group });
    this.gateway = new GatewayStack(this, 'Gateway', { catalogue, group, registry: this.registry });
    assertWithinLimits(this, group, backendProjectsOf(catalogue, group));
  }
}

function environmentOf({ account, region }: ServerGroup): Environment {
  return { ...(account === undefined ? {} : { account }), ...(region === undefined ? {} : { region }) };
}
