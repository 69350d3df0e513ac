/** What a server group must not lose: its tables and the key that its signing keys are encrypted under. */
import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { ServerGroup } from '#core/catalog/server-group.ts';
import { RegistryTables } from '../constructs/registry-tables.ts';
import { SigningKeys } from '../constructs/signing-keys.ts';

export interface RegistryStackProps {
  readonly group: ServerGroup;
}

export class RegistryStack extends Stack {
  readonly tables: RegistryTables;
  readonly signingKeys: SigningKeys;

  constructor(scope: Construct, id: string, { group }: RegistryStackProps) {
    super(scope, id, {
      stackName: `tollgate-${group.name}-registry`,
      description: `Tollgate ${group.name}: products, clients, subscriptions and signing keys`,
      terminationProtection: group.removal === 'retain',
    });
    this.tables = new RegistryTables(this, 'Tables', { group });
    this.signingKeys = new SigningKeys(this, 'SigningKeys', { group });
  }
}
