import { expect, test } from '@jest/globals';
import { resourcesOf } from '#test/support/test-stacks.ts';
import { testTemplates } from '#test/support/test-templates.ts';

test.each(['alpha', 'omega'] as const)('%s has a symmetric key that rotates, under an alias of its own', (group) => {
  const { registry } = testTemplates(group);
  const [key] = resourcesOf(registry, 'AWS::KMS::Key');

  expect(key?.Properties.EnableKeyRotation).toBe(true);
  expect(key?.Properties.KeySpec ?? 'SYMMETRIC_DEFAULT').toBe('SYMMETRIC_DEFAULT');
  expect(key?.DeletionPolicy).toBe(group === 'omega' ? 'Retain' : 'Delete');
  expect(key?.UpdateReplacePolicy).toBe(key?.DeletionPolicy);
  registry.hasResourceProperties('AWS::KMS::Alias', { AliasName: `alias/tollgate/${group}/signing-keys` });
});

test.each(['alpha', 'omega'] as const)('the key of %s leaves it to IAM alone who may use it', (group) => {
  const [key] = resourcesOf(testTemplates(group).registry, 'AWS::KMS::Key');

  expect(key?.Properties.KeyPolicy.Statement).toEqual([
    {
      Effect: 'Allow',
      Principal: {
        AWS:
          group === 'omega'
            ? 'arn:aws:iam::123456789012:root'
            : { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::', { Ref: 'AWS::AccountId' }, ':root']] },
      },
      Action: 'kms:*',
      Resource: '*',
    },
  ]);
});
