/** Makes the first signing keys while the stack is deployed, and looks every hour which step of the rotation is due. */
import { Duration } from 'aws-cdk-lib/core';
import { Trigger } from 'aws-cdk-lib/triggers';
import { Construct } from 'constructs';
import type { ServerGroup } from '#core/catalog/server-group.ts';
import { environment } from '#lambdas/rotate-signing-keys/environment.ts';
import { confineTriggers } from './confine-triggers.ts';
import { NodeFunction } from './node-function.ts';
import type { RegistryTables } from './registry-tables.ts';
import { ScheduledCalls } from './scheduled-calls.ts';
import type { SigningKeys } from './signing-keys.ts';

export interface RotateSigningKeysProps {
  readonly group: ServerGroup;
  readonly tables: RegistryTables;
  readonly signingKeys: SigningKeys;
}

export class RotateSigningKeys extends Construct {
  constructor(scope: Construct, id: string, { group, tables, signingKeys }: RotateSigningKeysProps) {
    super(scope, id);
    const { lambda } = new NodeFunction(this, 'Rotation', {
      group,
      folder: 'rotate-signing-keys',
      description: `Tollgate ${group.name}: makes, promotes and retires signing keys`,
      environmentNames: environment,
      environment: {
        SERVER_GROUP: group.name,
        SIGNING_KEYS_TABLE: tables.access('SigningKeys', ['PutItem', 'Scan', 'UpdateItem']),
        AUDIT_TRAIL_TABLE: tables.access('AuditTrail', ['GetItem', 'PutItem']),
        SIGNING_KEY_ROTATION_DAYS: String(group.signingKeyRotationDays),
        ENVELOPE_KEY_ARN: signingKeys.forGenerating(),
      },
      timeout: Duration.seconds(60),
    });

    // A token endpoint without a key is of no use, so a failure here fails the deployment. It runs again when the
    // function changes; when no step is due, that does nothing.
    new Trigger(this, 'FirstKey', { handler: lambda, timeout: Duration.seconds(70) });
    confineTriggers(this, group);

    new ScheduledCalls(this, 'Hourly', {
      lambda,
      description: `Tollgate ${group.name}: signing key rotation`,
      every: Duration.hours(1),
      maxEventAge: Duration.hours(1),
    });
  }
}
