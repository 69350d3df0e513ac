import { expect, test } from '@jest/globals';
import { readSources } from '#lib/sources/read-sources.ts';
import { catalogue } from '#projects';
import { groupTemplates } from '#test/support/group-templates.ts';

test('the catalogue in projects/ synthesizes', async () => {
  const whole = await readSources(catalogue, 'projects');

  expect(Object.keys(groupTemplates(whole))).toEqual(catalogue.serverGroups.map(({ name }) => name));
});
