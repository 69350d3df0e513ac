import { expect, test } from '@jest/globals';
import { TABLES, type TableShape } from '#adapters/dynamodb/tables.ts';
import { statementsIn } from '#test/support/template-audit.ts';
import { resourcesOf } from '#test/support/test-stacks.ts';
import { testTemplates } from '#test/support/test-templates.ts';

const TYPE = 'AWS::DynamoDB::GlobalTable';
const shapes: Readonly<Record<string, TableShape>> = TABLES;

function tableNamed(group: 'alpha' | 'omega', name: string) {
  return resourcesOf(testTemplates(group).registry, TYPE).find(({ logicalId }) =>
    logicalId.startsWith(`Tables${name}`),
  )!;
}

test.each(Object.entries(shapes))('%s has the keys and indexes that the adapters rely on', (name, shape) => {
  const { Properties } = tableNamed('alpha', name);

  expect(Properties.KeySchema).toEqual([
    { AttributeName: shape.partitionKey, KeyType: 'HASH' },
    ...(shape.sortKey === undefined ? [] : [{ AttributeName: shape.sortKey, KeyType: 'RANGE' }]),
  ]);
  expect(Properties.GlobalSecondaryIndexes).toEqual(
    shape.indexes?.map((index) => ({
      IndexName: index.name,
      KeySchema: [
        { AttributeName: index.partitionKey, KeyType: 'HASH' },
        { AttributeName: index.sortKey, KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'ALL' },
    })),
  );
  expect(Properties.TimeToLiveSpecification?.AttributeName).toBe(shape.timeToLiveAttribute);
  for (const { AttributeName, AttributeType } of Properties.AttributeDefinitions) {
    const isNumber = AttributeName === shape.sortKey && shape.sortKeyType === 'number';
    expect([AttributeName, AttributeType]).toEqual([AttributeName, isNumber ? 'N' : 'S']);
  }
});

test('every table is on demand, can be restored to a point in time, and has no name of ours', () => {
  for (const { Properties } of resourcesOf(testTemplates('alpha').registry, TYPE)) {
    expect(Properties.BillingMode).toBe('PAY_PER_REQUEST');
    expect(Properties.Replicas).toHaveLength(1);
    expect(Properties.Replicas[0].PointInTimeRecoverySpecification).toEqual({ PointInTimeRecoveryEnabled: true });
    expect(Properties.TableName).toBeUndefined();
  }
});

test('no table has a policy of its own, which would let somebody in whom no role does', () => {
  for (const { Properties } of resourcesOf(testTemplates('alpha').registry, TYPE)) {
    expect(statementsIn(Properties)).toEqual([]);
  }
});

test('tables of a retained group outlive the stack and cannot be deleted by mistake', () => {
  for (const table of resourcesOf(testTemplates('omega').registry, TYPE)) {
    expect(table.DeletionPolicy).toBe('Retain');
    expect(table.UpdateReplacePolicy).toBe('Retain');
    expect(table.Properties.Replicas[0].DeletionProtectionEnabled).toBe(true);
  }
});

test('tables of a group for trying things out go with the stack', () => {
  for (const table of resourcesOf(testTemplates('alpha').registry, TYPE)) {
    expect(table.DeletionPolicy).toBe('Delete');
    expect(table.Properties.Replicas[0].DeletionProtectionEnabled).toBe(false);
  }
});
