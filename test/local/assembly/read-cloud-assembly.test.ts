import { expect, test } from '@jest/globals';
import { readCloudAssembly } from '#local/assembly/read-cloud-assembly.ts';
import { temporaryDirectory, writeAssembly, writeStages } from '../support/write-assembly.ts';

const empty = { template: { Resources: {} } };

test('chooses the nested assembly of the server group', () => {
  const directory = writeStages({ development: { Gateway: empty }, production: { Gateway: empty } });

  const assembly = readCloudAssembly(directory, 'production');

  expect(assembly.name).toBe('production');
  expect(assembly.stacks.map(({ stackName }) => stackName)).toEqual(['Gateway']);
});

test('takes the only stage whatever its name', () => {
  expect(readCloudAssembly(writeStages({ live: { Api: empty } }), 'development').name).toBe('live');
});

test('takes the stacks of an assembly without stages', () => {
  const assembly = readCloudAssembly(writeAssembly({ Api: empty }), 'development');

  expect(assembly.stacks.map(({ stackName }) => stackName)).toEqual(['Api']);
});

test('lists the server groups when the choice is not clear', () => {
  const directory = writeStages({ blue: { Api: empty }, green: { Api: empty } });

  expect(() => readCloudAssembly(directory, 'development')).toThrow(
    `The assembly in ${directory} has no single server group "development"; it has: blue, green.`,
  );
});

test('says that a directory is no assembly', () => {
  const directory = temporaryDirectory();

  expect(() => readCloudAssembly(directory, 'development')).toThrow(`${directory} is no cloud assembly`);
});

test('gives each stack after those it depends on, with its environment and asset directories', () => {
  const directory = writeStages({
    development: {
      Gateway: { ...empty, dependsOn: ['Registry'], assets: { abc: { 'index.mjs': '' } } },
      Registry: { ...empty, environment: 'aws://111122223333/eu-west-1' },
    },
  });

  const { stacks } = readCloudAssembly(directory, 'development');

  expect(stacks.map(({ stackName, region, accountId }) => [stackName, region, accountId])).toEqual([
    ['Registry', 'eu-west-1', '111122223333'],
    ['Gateway', 'us-east-1', '000000000000'],
  ]);
  expect(Object.fromEntries(stacks[1]!.assets)).toEqual({ 'abc.zip': `${directory}/asset.abc` });
});
