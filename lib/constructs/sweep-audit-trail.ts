/** Looks every day for changes whose entry is missing in the audit trail, and adds it. */
import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { ServerGroup } from '#core/catalog/server-group.ts';
import { environment } from '#lambdas/sweep-audit-trail/environment.ts';
import { NodeFunction } from './node-function.ts';
import type { RegistryTables } from './registry-tables.ts';
import { ScheduledCalls } from './scheduled-calls.ts';

export interface SweepAuditTrailProps {
  readonly group: ServerGroup;
  readonly tables: RegistryTables;
}

export class SweepAuditTrail extends Construct {
  constructor(scope: Construct, id: string, { group, tables }: SweepAuditTrailProps) {
    super(scope, id);
    const { lambda } = new NodeFunction(this, 'Sweep', {
      group,
      folder: 'sweep-audit-trail',
      description: `Tollgate ${group.name}: adds missing entries to the audit trail`,
      environmentNames: environment,
      environment: {
        PRODUCTS_TABLE: tables.access('Products', ['Scan']),
        CLIENTS_TABLE: tables.access('Clients', ['Scan']),
        SUBSCRIPTIONS_TABLE: tables.access('Subscriptions', ['Scan']),
        AUDIT_TRAIL_TABLE: tables.access('AuditTrail', ['GetItem', 'PutItem']),
      },
      timeout: Duration.minutes(15),
    });

    new ScheduledCalls(this, 'Daily', {
      lambda,
      description: `Tollgate ${group.name}: missing entries of the audit trail`,
      every: Duration.days(1),
      maxEventAge: Duration.hours(6),
    });
  }
}
