import { beforeAll, expect, test } from '@jest/globals';
import { defineCatalogue } from '#core/catalog/catalogue.ts';
import { readSources } from '#lib/sources/read-sources.ts';
import { groupTemplates, type SynthesizedGroup } from '#test/support/group-templates.ts';
import { lapsedWeather, quotes, shop } from '#test/support/source-catalogue.ts';
import { testCatalogue, token } from '#test/support/test-catalogue.ts';
import { functionOf, methodsOf, statementsOf } from '#test/support/test-stacks.ts';
import { testTemplates } from '#test/support/test-templates.ts';

const DOCUMENTS = 'serves the WSDL files';
const VERIFY_AND_FORWARD = 'verifies and forwards';

let alpha: SynthesizedGroup;
beforeAll(async () => {
  const projects = [token, shop, quotes, lapsedWeather];
  const catalogue = defineCatalogue({ serverGroups: testCatalogue.serverGroups, projects });
  alpha = groupTemplates(await readSources(catalogue, 'test/support')).alpha!;
});

/** The function that serves a method, as `documents` or `calls`. */
function servedBy(key: string) {
  const found = methodsOf(alpha.gateway, 'GatewayApi').find((one) => one.key === key);
  const uri = JSON.stringify(found?.properties.Integration.Uri);
  const functions = { documents: DOCUMENTS, calls: VERIFY_AND_FORWARD };
  return Object.entries(functions).find(([, words]) => uri?.includes(functionOf(alpha.gateway, words).logicalId))?.[0];
}

test('documents are served to anyone by a function of their own, calls by the one that verifies them', () => {
  const ours = methodsOf(alpha.gateway, 'GatewayApi').filter(({ path }) => /^\/(shop|quotes|lapsed)/.test(path));

  expect(ours.map(({ key }) => [key, servedBy(key)]).sort()).toEqual([
    ['GET /quotes/3', 'documents'],
    ['GET /shop', 'documents'],
    ['POST /lapsed-weather', 'calls'],
    ['POST /quotes/3', 'calls'],
    ['POST /shop', 'calls'],
  ]);
  for (const { properties } of ours) expect(properties.AuthorizationType).toBe('NONE');
});

test('the function that serves documents may do nothing but write its own logs, and knows its server group and three URLs', () => {
  const documents = functionOf(alpha.gateway, DOCUMENTS);

  const actions = statementsOf(alpha.gateway, documents).flatMap(({ Action }) => Action);
  expect(actions.every((action) => action.startsWith('logs:'))).toBe(true);
  expect(Object.keys(documents.Properties.Environment.Variables).sort()).toEqual([
    'GATEWAY_URL',
    'ISSUER',
    'SERVER_GROUP',
    'TOKEN_URL',
  ]);
});

test('it is there where no project serves documents as well, since it tells how projects are protected', () => {
  expect(functionOf(testTemplates('alpha').gateway, DOCUMENTS)).toBeDefined();
});

test('a WSDL project that takes tokens from the body is warned of: a SOAP message is no form', () => {
  const notes = alpha.stage.gateway.node.findAll().flatMap(({ node }) => node.metadata);
  const warnings = notes.filter(({ type, data }) => type === 'aws:cdk:warning' && /SOAP message/.test(String(data)));

  expect(warnings.map(({ data }) => data)).toEqual([expect.stringMatching(/^Quotes accepts access tokens in the/)]);
});
