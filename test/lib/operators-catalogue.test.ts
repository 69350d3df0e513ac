import { expect, test } from '@jest/globals';
import { catalogue } from '#projects';
import { groupTemplates } from '#test/support/group-templates.ts';

test('the catalogue in projects/ synthesizes', () => {
  expect(Object.keys(groupTemplates(catalogue))).toEqual(catalogue.serverGroups.map(({ name }) => name));
});
