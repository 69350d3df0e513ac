/** Server groups go away by the CDK CLI; what is to be retained stays. */
import { CloudFormationClient, UpdateTerminationProtectionCommand } from '@aws-sdk/client-cloudformation';
import { describe, expect, test } from '@jest/globals';
import { TABLES } from '#adapters/dynamodb/tables.ts';
import { cdk, tryCdk } from './cdk.ts';
import { REGION } from './emulator/start-emulator.ts';
import { hasStack, itemsIn, keptData, stateOfKey } from './kept-data.ts';

const stacksOf = (group: string) => [`tollgate-${group}-gateway`, `tollgate-${group}-registry`];

describe('cdk destroy', () => {
  test.each([
    ['alpha', 'tests'],
    ['crowd', 'crowd'],
  ] as const)('takes away all of %s, whose removal is destroy', async (group, catalogue) => {
    const { tables, keyId } = await keptData(group);
    expect(tables).toHaveLength(Object.keys(TABLES).length);

    await cdk(['destroy', `${group}/*`, '--force'], catalogue);

    expect(await Promise.all(stacksOf(group).map(hasStack))).toEqual([false, false]);
    expect(await Promise.all(tables.map(itemsIn))).toEqual(tables.map(() => undefined));
    expect(await stateOfKey(keyId)).toBe('PendingDeletion');
  });

  test('refuses to take away a server group whose removal is retain, as long as it is protected', async () => {
    const { exitCode, output } = await tryCdk(['destroy', 'omega/*', '--force']);

    expect(exitCode).not.toBe(0);
    expect(output).toMatch(/[Tt]ermination ?[Pp]rotection/);
    expect(await Promise.all(stacksOf('omega').map(hasStack))).toEqual([true, true]);
  });

  test('leaves the tables, what they hold, and the key of a server group whose removal is retain', async () => {
    const { tables, keyId } = await keptData('omega');
    const before = await Promise.all(tables.map(itemsIn));
    const client = new CloudFormationClient({ region: REGION });
    for (const StackName of stacksOf('omega')) {
      await client.send(new UpdateTerminationProtectionCommand({ StackName, EnableTerminationProtection: false }));
    }

    await cdk(['destroy', 'omega/*', '--force']);

    expect(await Promise.all(stacksOf('omega').map(hasStack))).toEqual([false, false]);
    expect(tables).toHaveLength(Object.keys(TABLES).length);
    expect(await Promise.all(tables.map(itemsIn))).toEqual(before);
    expect(before.some((items) => items !== undefined && items > 0)).toBe(true);
    expect(await stateOfKey(keyId)).toBe('Enabled');
  });
});
