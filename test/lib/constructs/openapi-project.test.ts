import { expect, test } from '@jest/globals';
import { readSources } from '#lib/sources/read-sources.ts';
import { groupTemplates } from '#test/support/group-templates.ts';
import { sourceCatalogue } from '#test/support/source-catalogue.ts';
import { functionOf, methodsOf } from '#test/support/test-stacks.ts';

const catalogue = await readSources(sourceCatalogue, 'test/support');
const projects = catalogue.projects.filter(({ id }) => ['token', 'stock-2', 'bookings'].includes(id));
const { gateway, stage } = groupTemplates({ ...catalogue, projects }).alpha!;
const methods = methodsOf(gateway, 'GatewayApi');

test('the document of a project is served by the function for documents, to anyone', () => {
  const serveDocuments = functionOf(gateway, 'serves the WSDL files and OpenAPI documents').logicalId;
  const served = methods.filter(({ properties }) =>
    JSON.stringify(properties.Integration.Uri).includes(serveDocuments),
  );

  expect(served.map(({ key }) => key)).toEqual([
    'ANY /.well-known/oauth-protected-resource',
    'ANY /.well-known/oauth-protected-resource/{proxy+}',
    'GET /bookings/openapi.json',
  ]);
  for (const { properties } of served) expect(properties.AuthorizationType).toBe('NONE');
});

test('it is told as public at synthesis, beside the public operations that the document has', () => {
  const { metadata } = stage.gateway.node.findChild('ApiProjects').node.findChild('bookings').node;
  const infos = metadata.filter(({ type }) => type === 'aws:cdk:info').map(({ data }) => data);

  expect(infos).toEqual([
    'Bookings: resource DescribeService is public: GET /bookings.',
    'Bookings: resource OpenApi is public: GET /bookings/openapi.json.',
  ]);
});

test('tools find it among the public routes of the project, and its scopes', () => {
  const { projects: described } = gateway.toJSON().Metadata.Tollgate;

  expect(described.find(({ id }: { id: string }) => id === 'bookings')).toMatchObject({
    scopes: ['bookings:read', 'bookings:write', 'bookings:export'],
    public: [
      { resource: 'DescribeService', path: '/bookings', methods: ['GET'] },
      { resource: 'OpenApi', path: '/bookings/openapi.json', methods: ['GET'] },
    ],
  });
});

test('each of sixty operations is a method of its own; those that the document secures ask the authorizer', () => {
  const stock = methods.filter(({ path }) => path.startsWith('/stock/2/'));
  const open = stock.filter(({ properties }) => properties.AuthorizationType === 'NONE').map(({ key }) => key);

  expect(stock).toHaveLength(60);
  expect(open.sort()).toEqual([
    'GET /stock/2/health',
    'GET /stock/2/items/{sku}/image',
    'GET /stock/2/openapi-version',
    'GET /stock/2/tracking/{trackingCode}',
    'OPTIONS /stock/2/tracking/{trackingCode}',
  ]);
});

test('a public path with a variable takes the calls of the whole project through a function, which refuses dot segments', () => {
  const stock = methods.filter(({ path }) => path.startsWith('/stock/2/'));

  expect(new Set(stock.map(({ properties }) => properties.Integration.Type))).toEqual(new Set(['AWS_PROXY']));
});
