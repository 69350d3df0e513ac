import { expect, test } from '@jest/globals';
import { resourcesOf } from '#test/support/test-stacks.ts';
import { testTemplates } from '#test/support/test-templates.ts';

test.each(['alpha', 'omega'] as const)('%s has a symmetric key that rotates, under an alias of its own', (group) => {
  const { registry } = testTemplates(group);
  const [key] = resourcesOf(registry, 'AWS::KMS::Key');

  expect(key?.Properties.EnableKeyRotation).toBe(true);
  expect(key?.Properties.KeySpec ?? 'SYMMETRIC_DEFAULT').toBe('SYMMETRIC_DEFAULT');
  expect(key?.DeletionPolicy).toBe(group === 'omega' ? 'Retain' : 'Delete');
  registry.hasResourceProperties('AWS::KMS::Alias', { AliasName: `alias/tollgate/${group}/signing-keys` });
});
