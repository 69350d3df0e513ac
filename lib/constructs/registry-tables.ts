/** The DynamoDB tables of a server group, as listed in adapters/dynamodb/tables.ts. */
import {
  AttributeType,
  Billing,
  type GlobalSecondaryIndexPropsV2,
  ProjectionType,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { TABLES, type TableName, type TableShape } from '#adapters/dynamodb/tables.ts';
import type { ServerGroup } from '#core/catalog/server-group.ts';
import { type Access, access } from './access.ts';
import { removalPolicyOf } from './removal-policy.ts';

export interface RegistryTablesProps {
  readonly group: ServerGroup;
}

/**
 * What a function may do with a table. There is no way to delete an item: a delete is a tombstone that expires. Only the
 * uses of secrets and the stages of signing keys are updated in place; everything else is put under a condition, and the
 * audit trail only ever added to.
 */
export type TableAction = 'GetItem' | 'PutItem' | 'Query' | 'Scan' | 'UpdateItem';

/** On demand, with point-in-time recovery, encrypted under DynamoDB's own key; protected if the server group retains. */
export class RegistryTables extends Construct {
  private readonly tables: Readonly<Record<TableName, TableV2>>;

  constructor(scope: Construct, id: string, { group }: RegistryTablesProps) {
    super(scope, id);
    const table = (name: TableName) => new TableV2(this, name, tableProps(TABLES[name], group));
    this.tables = {
      Products: table('Products'),
      Clients: table('Clients'),
      Subscriptions: table('Subscriptions'),
      SecretUses: table('SecretUses'),
      AuditTrail: table('AuditTrail'),
      SigningKeys: table('SigningKeys'),
      Revocations: table('Revocations'),
      AssertionUses: table('AssertionUses'),
    };
  }

  /** The table's name and the right to exactly these actions; `Query` reaches its indexes as well. */
  access(name: TableName, actions: readonly TableAction[]): Access {
    const { tableName, tableArn } = this.tables[name];
    const shape: TableShape = TABLES[name];
    const indexes = actions.includes('Query') ? (shape.indexes ?? []) : [];
    return access(tableName, {
      actions: actions.map((action) => `dynamodb:${action}`),
      resourceArns: [tableArn, ...indexes.map((index) => `${tableArn}/index/${index.name}`)],
    });
  }
}

function tableProps(shape: TableShape, group: ServerGroup) {
  return {
    partitionKey: stringKey(shape.partitionKey),
    ...(shape.sortKey === undefined ? {} : { sortKey: sortKey(shape.sortKey, shape.sortKeyType) }),
    ...(shape.timeToLiveAttribute === undefined ? {} : { timeToLiveAttribute: shape.timeToLiveAttribute }),
    globalSecondaryIndexes: (shape.indexes ?? []).map(
      (index): GlobalSecondaryIndexPropsV2 => ({
        indexName: index.name,
        partitionKey: stringKey(index.partitionKey),
        sortKey: stringKey(index.sortKey),
        projectionType: ProjectionType.ALL,
      }),
    ),
    billing: Billing.onDemand(),
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: group.removal === 'retain',
    removalPolicy: removalPolicyOf(group),
  };
}

function sortKey(name: string, type: TableShape['sortKeyType']) {
  return { name, type: type === 'number' ? AttributeType.NUMBER : AttributeType.STRING };
}

function stringKey(name: string) {
  return { name, type: AttributeType.STRING };
}
