import { expect, test } from '@jest/globals';
import type { DocumentCatalogue } from '#core/catalog/document-catalogue.ts';
import { PROXY_URL, TOKEN_URL } from '#core/catalog/project-document.ts';
import { findDocument } from '#core/documents/find-document.ts';

const xml = { contentType: 'text/xml; charset=utf-8', path: '/' };
const catalogue: Pick<DocumentCatalogue, 'documents'> = {
  documents: [
    { ...xml, projectPath: '/a', query: 'wsdl', text: `a ${PROXY_URL} ${PROXY_URL}?xsd=1` },
    { ...xml, projectPath: '/a', query: 'wsdl=1', text: 'a, imported' },
    { ...xml, projectPath: '/a', query: 'xsd=1', text: 'a, schema' },
    { ...xml, projectPath: '/b/1.0', query: 'wsdl', text: 'b' },
    {
      projectPath: '/c',
      path: '/openapi.json',
      query: '',
      contentType: 'application/json',
      text: `c ${PROXY_URL} ${TOKEN_URL}`,
    },
  ],
};
const urls = { gatewayUrl: 'https://g.example/alpha', tokenUrl: 'https://g.example/alpha/token' };

function textOf(resource: string, ...query: readonly (readonly [string, string])[]): string | undefined {
  return findDocument(catalogue, { resource, query }, urls)?.text;
}

test.each<[string, readonly (readonly [string, string])[], string | undefined]>([
  ['/a', [['wsdl', '']], 'a https://g.example/alpha/a https://g.example/alpha/a?xsd=1'],
  ['/b/1.0', [['WSDL', '']], 'b'],
  ['/b/1.0', [['wsdl', 'anything']], 'b'],
  [
    '/b/1.0',
    [
      ['x', 'y'],
      ['Wsdl', ''],
    ],
    'b',
  ],
  ['/a', [['wsdl', '1']], 'a, imported'],
  ['/a', [['XSD', '1']], 'a, schema'],
  ['/a', [['xsd', '2']], undefined],
  ['/a', [['xsd', '']], undefined],
  ['/a', [['x', 'wsdl']], undefined],
  ['/a', [], undefined],
  ['/b', [['wsdl', '']], undefined],
  ['/c', [], undefined],
  ['/c/openapi.json', [['any', 'thing']], 'c https://g.example/alpha/c https://g.example/alpha/token'],
])('at %s with %j there is %j', (resource, query, text) => {
  expect(textOf(resource, ...query)).toBe(text);
});

test('a URL is written as XML in XML, and as it is elsewhere', () => {
  const odd = { gatewayUrl: 'https://g.example/a&<b>"', tokenUrl: 'https://g.example/t?a&b' };
  const ask = (resource: string) => findDocument(catalogue, { resource, query: [['wsdl', '']] }, odd)?.text;

  expect(ask('/a')).toContain('a https://g.example/a&amp;&lt;b&gt;&quot;/a ');
  expect(ask('/c/openapi.json')).toBe('c https://g.example/a&<b>"/c https://g.example/t?a&b');
});

test('what a URL holds is no pattern of replacement', () => {
  const answer = findDocument(catalogue, { resource: '/a', query: [['wsdl', '']] }, { ...urls, gatewayUrl: '$&$1' });

  expect(answer?.text).toBe('a $&amp;$1/a $&amp;$1/a?xsd=1');
});
