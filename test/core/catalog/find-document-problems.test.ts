import { expect, test } from '@jest/globals';
import type { BackendProject } from '#core/catalog/api-project.ts';
import { defineRestProject } from '#core/catalog/define-rest-project.ts';
import { findDocumentSizeProblems, findDocumentTotalProblems } from '#core/catalog/find-document-problems.ts';
import { oauth2AccessTokens } from '#core/catalog/verify-access-token-policy.ts';
import { development } from '../../support/orders-catalogue.ts';

const MB = 1_024 * 1_024;
const TYPE = { contentType: 'text/xml', path: '/' };

/** A project whose documents hold these texts. */
function aProject(contextPath: string, ...texts: readonly string[]): BackendProject {
  const project = defineRestProject({
    displayName: 'P',
    contextPath,
    target: 'https://p.example.com',
    secureWith: oauth2AccessTokens({ location: 'header' }),
    serverGroups: [development],
  });
  return { ...project, documents: texts.map((text, at) => ({ ...TYPE, query: `xsd=${at + 1}`, text })) };
}

test.each([
  ['a', 4 * MB, []],
  ['a', 4 * MB + 1, ['4.1 MB']],
  ['é', 2 * MB, []],
  ['é', 2 * MB + 1, ['4.1 MB']],
  ['€', 2 * MB, ['6 MB']],
  ['😀', MB, []],
  ['😀', MB + 1, ['4.1 MB']],
])('one document of %s, %i times, is bounded in bytes of UTF-8', (character, times, sizes) => {
  const problems = findDocumentSizeProblems(aProject('/a', '<a/>', character.repeat(times)));

  expect(problems).toEqual(
    sizes.map((size) => expect.stringContaining(`its document /?xsd=2 has ${size}; one that is`)),
  );
});

test('all documents of a server group are bounded together, and the largest projects are named', () => {
  const large = 'a'.repeat(4 * MB);
  const projects = [aProject('/a', large), aProject('/b', large, large), aProject('/c', large, large)];

  expect(findDocumentTotalProblems(development, projects)).toEqual([]);
  expect(findDocumentTotalProblems(development, [...projects, aProject('/d', 'a')])).toEqual([
    'Server group "development": the documents of its projects have 20.1 MB together; 20 MB can be served. The largest: /b 8 MB, /c 8 MB, /a 4 MB.',
  ]);
});
