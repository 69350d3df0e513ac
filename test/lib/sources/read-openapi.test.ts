import { createServer } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import { validate } from '@readme/openapi-parser';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import {
  defineCatalogue,
  defineRestProject,
  defineServerGroup,
  defineTokenEndpoint,
  oauthVerifyAccessToken,
} from '#core/catalog/authoring.ts';
import type { OpenApiDescription } from '#core/catalog/openapi-description.ts';
import { PROXY_URL, TOKEN_URL } from '#core/catalog/project-document.ts';
import { readOpenApi } from '#lib/sources/read-openapi.ts';
import { openApiFiles } from '#test/support/openapi-files.ts';

const write = openApiFiles();
const development = defineServerGroup({ name: 'development' });
const served = ({ documents }: OpenApiDescription) => JSON.parse(documents[0]!.text);
/** `<methods> <path> -> <policy>` of each resource. */
const routes = ({ resources }: OpenApiDescription) =>
  Object.fromEntries(
    Object.entries(resources).map(([name, { path, methods, proxyRequest }]) => [
      name,
      `${methods.join(',')} ${path} -> ${proxyRequest.join() || 'public'}`,
    ]),
  );

const bookings = await readOpenApi('test/support/openapi/bookings.yaml', {
  location: 'header',
  serveDocumentAt: '/openapi.json',
});
const warehouse = await readOpenApi('test/support/openapi/warehouse.yaml', {
  location: ['header', 'query'],
  queryParameter: 'token',
  serveDocumentAt: '/description',
});

describe('a document of several files', () => {
  test('becomes a resource for each path and policy, named after its operation or its path', () => {
    expect(routes(bookings)).toEqual({
      DescribeService: 'GET / -> public',
      ListBookings: 'GET /bookings -> verify(bookings:read)',
      CreateBooking: 'POST /bookings -> verify(bookings:read bookings:write)',
      ExportBookings: 'GET /bookings/export -> verify(bookings:export)',
      ReadBooking: 'GET /bookings/{bookingId} -> verify(bookings:read)',
      CancelBooking: 'DELETE /bookings/{bookingId} -> verify(bookings:write)',
      BookingsBookingIdGuestsGuestNumber: 'GET /bookings/{bookingId}/guests/{guest_number} -> verify(bookings:read)',
    });
  });

  test('gives the policies that its operations need, and no other', () => {
    const scopes = Object.fromEntries(Object.entries(bookings.policies).map(([name, policy]) => [name, policy.scopes]));

    expect(scopes).toEqual({
      'verify(bookings:read)': ['bookings:read'],
      'verify(bookings:read bookings:write)': ['bookings:read', 'bookings:write'],
      'verify(bookings:export)': ['bookings:export'],
      'verify(bookings:write)': ['bookings:write'],
    });
  });

  test('names its first server, without a slash at its end', () => {
    expect(bookings.server).toBe('https://bookings.example.com/api');
  });

  test('is served as one, in which schemas of other files are components that refer to each other', () => {
    const { components } = served(bookings);

    expect(Object.keys(components.schemas)).toEqual(['Money', 'Booking', 'room']);
    expect(components.schemas.Booking.properties).toEqual({
      id: { type: 'string' },
      price: { $ref: '#/components/schemas/Money' },
      room: { $ref: '#/components/schemas/room' },
      follows: { $ref: '#/components/schemas/Booking' },
      default: { $ref: '#/components/schemas/Money' },
    });
    expect(components.schemas.room.properties.connects).toEqual({ $ref: '#/components/schemas/room' });
    expect(components.responses.Problem.description).toBe('What was wrong (RFC 9457)');
    expect(bookings.documents[0]!.text).not.toMatch(/\.yaml|\.json#|problem\.json"\}/);
  });

  test('is served with the paths as it has them, whatever the gateway calls their variables', () => {
    expect(Object.keys(served(bookings).paths)).toEqual([
      '/',
      '/bookings',
      '/bookings/export',
      '/bookings/{bookingId}',
      '/bookings/{id}/guests/{guest-number}',
    ]);
  });

  test('is served with our token endpoint, and without the schemes that the gateway does not know', () => {
    const document = served(bookings);

    expect(document.servers).toEqual([{ url: PROXY_URL }]);
    expect(document.security).toBeUndefined();
    expect(document.components.securitySchemes.login).toEqual({
      type: 'oauth2',
      flows: {
        clientCredentials: {
          tokenUrl: TOKEN_URL,
          scopes: { 'bookings:export': '', 'bookings:read': 'See bookings', 'bookings:write': 'Change bookings' },
        },
      },
    });
    expect(document.paths['/bookings'].post.security).toEqual([{ login: ['bookings:read', 'bookings:write'] }]);
    expect(document.paths['/'].get.security).toEqual([]);
    expect(document.paths['/bookings/{bookingId}'].get.security).toEqual([{ login: ['bookings:read'] }]);
    // What a callback asks for is the caller's own affair.
    expect(Object.keys(document.components.securitySchemes)).toEqual(['login', 'calleeKey']);
  });
});

describe('a document of sixty operations', () => {
  test('fills the defaults of its variables into the URL of its server', () => {
    expect(warehouse.server).toBe('https://eu.warehouse.example.com/business/v2');
  });

  test.each([
    ['CheckHealth', 'GET /health -> public'],
    ['ListWarehouses', 'GET /warehouses -> verify(warehouse:read)'],
    ['SearchBins', 'GET /warehouses/{warehouseId}/bins/search -> verify(warehouse:read)'],
    ['ReplaceBin', 'PUT /warehouses/{warehouseId}/bins/{binId} -> verify(warehouse:admin)'],
    [
      'WarehousesWarehouseIdBinsBinIdLock',
      'POST,DELETE /warehouses/{warehouseId}/bins/{binId}/lock -> verify(stock:write)',
    ],
    ['ImportItems', 'POST /items/import -> verify(stock:import stock:read stock:write)'],
    ['ItemsSkuGetHead', 'GET,HEAD /items/{sku} -> verify(stock:read)'],
    ['ItemsSkuPutPatchDelete', 'PUT,PATCH,DELETE /items/{sku} -> verify(stock:read stock:write)'],
    ['ReadItemImage', 'GET /items/{sku}/image -> public'],
    ['ListParcels', 'GET /shipments/{shipmentId}/parcels -> verify(shipping:read)'],
    ['RemoveParcel', 'DELETE /shipments/{shipmentId}/parcels/{parcel_number} -> verify(shipping:write)'],
    ['TrackingTrackingCode', 'GET,OPTIONS /tracking/{trackingCode} -> public'],
    ['ReportStock', 'GET /reports/stock -> verify(reports:read)'],
    ['RunReport', 'POST /reports/{reportName}/run -> verify(reports:read reports:run)'],
  ])('becomes %s', (name, route) => {
    expect(routes(warehouse)[name]).toBe(route);
  });

  test('serves each operation once', () => {
    const operations = Object.values(warehouse.resources).flatMap(({ path, methods }) =>
      methods.map((method) => `${method} ${path}`),
    );

    expect(operations).toHaveLength(60);
    expect(new Set(operations).size).toBe(60);
  });

  test('hands the place of the token to each policy', () => {
    for (const policy of Object.values(warehouse.policies)) {
      expect(policy).toMatchObject({ locations: ['header', 'query'], queryParameter: 'token', attributes: {} });
    }
  });

  test('becomes a project like one that is written by hand', () => {
    const catalogue = defineCatalogue({
      serverGroups: [development],
      projects: [
        defineTokenEndpoint({
          displayName: 'AccessToken',
          contextPath: '/AccessToken',
          accessTokenExpiryTime: 600_000,
          serverGroups: [development],
        }),
        defineRestProject({
          displayName: 'Warehouse',
          contextPath: '/warehouse',
          target: warehouse.server!,
          policies: warehouse.policies,
          resources: warehouse.resources,
          serverGroups: [development],
        }),
      ],
    });

    expect(catalogue.projects[1]).toMatchObject({ resources: warehouse.resources, policies: warehouse.policies });
  });

  test('is served where it was asked for', () => {
    expect(warehouse.documents).toEqual([
      { path: '/description', query: '', contentType: 'application/json', text: expect.any(String) },
    ]);
    expect(Object.keys(served(warehouse).components.securitySchemes)).toEqual(['oauth']);
  });
});

describe('the served document', () => {
  test.each([
    ['bookings', bookings],
    ['warehouse', warehouse],
  ])('of %s is a valid OpenAPI document for tools of two makes', async (_, description) => {
    const { text } = description.documents[0]!;
    const config = await createConfig({ extends: ['spec'] });

    expect(await lintFromString({ source: text, absoluteRef: '/served.json', config })).toEqual([]);
    expect(await validate(JSON.parse(text), { resolve: { external: false } })).toMatchObject({ valid: true });
  });
});

test('the served document says nothing of backends: neither servers of its parts nor what it says to other gateways', async () => {
  const backend = 'https://backend.internal.example';
  const integration = `x-amazon-apigateway-integration: { type: http_proxy, uri: '${backend}' }`;
  const server = `{ url: '${backend}' }`;
  const ok = `responses: { '200': { description: Yes } }`;
  const text = `openapi: 3.1.0
info: { title: Orders, version: '1' }
servers: [${server}]
x-google-backend: { address: '${backend}' }
x-amazon-apigateway-policy: { Resource: '${backend}' }
x-team: orders
paths:
  x-kong-service: { host: '${backend}' }
  /orders:
    servers: [${server}]
    ${integration}
    get:
      servers: [${server}]
      ${integration}
      x-rate: 7
      responses:
        '200':
          description: Yes
          headers: { X-Amazon-Trace: { schema: { type: string } } }
          links: { next: { operationId: next, server: ${server}, x-amazon-link: '${backend}' } }
          content:
            application/json:
              schema: { type: object, x-amazon-table: '${backend}', properties: { x-amazon-id: {}, servers: {} } }
              example: { x-amazon-id: 7, servers: [eu] }
      callbacks: { changed: { '{$url}': { servers: [${server}], post: { servers: [${server}], ${ok} } } } }
  /next: { get: { operationId: next, ${ok} } }
components:
  links: { first: { operationId: next, server: ${server} } }
  pathItems: { spare: { servers: [${server}], get: { ${integration}, ${ok} } } }
`;

  const description = await read(text, { serveDocumentAt: '/openapi.json' });

  expect(description.documents[0]!.text).not.toContain(backend);
  const document = served(description);
  expect(document['x-team']).toBe('orders');
  const { responses, ...operation } = document.paths['/orders'].get;
  expect(operation).toMatchObject({ 'x-rate': 7, security: [{ accessToken: [] }] });
  // What only looks like an extension is a name of the author's.
  expect(responses['200']).toMatchObject({
    headers: { 'X-Amazon-Trace': {} },
    links: { next: { operationId: 'next' } },
    content: {
      'application/json': {
        schema: { properties: { 'x-amazon-id': {}, servers: {} } },
        example: { 'x-amazon-id': 7, servers: ['eu'] },
      },
    },
  });
});

const HEAD = `openapi: 3.1.0
info: { title: Orders, version: '1' }
`;
const SCHEMES = `components:
  securitySchemes:
    oauth: { type: oauth2, flows: { clientCredentials: { tokenUrl: 'https://login.example.com', scopes: {} } } }
    key: { type: apiKey, in: header, name: X-Key }
`;
const ORDERS = `paths:
  /orders:
    get: { responses: { '200': { description: All of them } } }
`;
const read = (text: string, options?: Partial<Parameters<typeof readOpenApi>[1]>) =>
  readOpenApi(write({ 'orders.yaml': text }), { location: 'header', ...options });

describe('an operation that declares no security', () => {
  test('needs a token without particular scopes, and is described so', async () => {
    const description = await read(`${HEAD}${ORDERS}`, { serveDocumentAt: '/openapi.json' });

    expect(routes(description)).toEqual({ Orders: 'GET /orders -> verify' });
    expect(description.policies).toEqual({ verify: oauthVerifyAccessToken({ location: 'header' }) });
    expect(served(description).paths['/orders'].get.security).toEqual([{ accessToken: [] }]);
    expect(served(description).components.securitySchemes.accessToken.type).toBe('oauth2');
  });

  test('passes the default policy where one is given', async () => {
    const securedBy = oauthVerifyAccessToken({ location: 'query', scopes: ['orders:read'] });
    const description = await read(`${HEAD}${ORDERS}`, { securedBy, serveDocumentAt: '/openapi.json' });

    expect(description.policies).toEqual({ 'verify by default': securedBy });
    expect(served(description).paths['/orders'].get.security).toEqual([{ accessToken: ['orders:read'] }]);
  });
});

test('alternatives that ask for the same scopes in another order are one requirement', async () => {
  const security = `security: [{ oauth: [b, a] }, { oauth: [a, b, a] }, { key: [] }]\n`;

  expect(routes(await read(`${HEAD}${ORDERS}${security}${SCHEMES}`))).toEqual({ Orders: 'GET /orders -> verify(a b)' });
});

test('names of many scopes are cut, and stay apart', async () => {
  const scopes = ['orders:read', ...Array.from({ length: 9 }, (_, index) => `orders:read-${index}`)];
  const path = (name: string, last: string) =>
    `  /${name}: { get: { security: [{ oauth: [${[...scopes, last].join(', ')}] }], responses: { '200': { description: Yes } } } }\n`;

  const { policies } = await read(`${HEAD}paths:\n${path('a', 'x')}${path('b', 'y')}${SCHEMES}`);

  expect(Object.keys(policies)).toEqual(['verify(orders:read and 10 more)', 'verify(orders:read and 10 more) (2)']);
});

test('a slash at the end of a path is dropped', async () => {
  expect(routes(await read(`${HEAD}${ORDERS.replace('/orders:', '/orders/:')}`))).toEqual({
    Orders: 'GET /orders -> verify',
  });
});

test('variables that would clash under one name are told apart', async () => {
  const item = (names: string[]) =>
    `{ get: { parameters: [${names.map((name) => `{ name: '${name}', in: path, required: true, schema: {} }`)}], responses: { '200': { description: Yes } } } }`;
  const text = `${HEAD}paths:
  /a/{id}: ${item(['id'])}
  /a/{order}/b/{id}: ${item(['order', 'id'])}
  /c/{_1}/{-1}: ${item(['_1', '-1'])}
`;

  const paths = Object.values((await read(text)).resources).map(({ path }) => path);

  expect(paths).toEqual(['/a/{id}', '/a/{id}/b/{id_2}', '/c/{v_1}/{v_1_2}']);
});

test('a document in JSON is read like one in YAML', async () => {
  const document = {
    openapi: '3.0.4',
    info: { title: 'x', version: '1' },
    paths: { '/a': { get: { responses: { 200: { description: 'x' } } } } },
  };

  expect(routes(await read(JSON.stringify(document)))).toEqual({ A: 'GET /a -> verify' });
});

test('extensions are ignored, and anchors of YAML are followed', async () => {
  const text = `${HEAD}x-answers: &answers { responses: { '200': { description: Yes } } }
paths:
  x-path: { get: {} }
  /a: { x-get: {}, get: { <<: *answers, x-security: [] }, put: *answers }
`;

  expect(routes(await read(text))).toEqual({ A: 'GET,PUT /a -> verify' });
});

test('names of object prototypes are names like others', async () => {
  const text = `${HEAD}paths:
  /constructor: { get: { operationId: constructor, responses: { '200': { description: Yes } } } }
  /__proto__: { get: { operationId: __proto__, security: [{ __proto__: [toString] }], responses: { '200': { description: Yes } } } }
components:
  schemas: { constructor: { type: object }, __proto__: { type: object } }
  securitySchemes: { __proto__: { type: http, scheme: bearer } }
`;

  expect(routes(await read(text))).toEqual({
    Constructor: 'GET /constructor -> verify',
    Proto: 'GET /__proto__ -> verify(toString)',
  });
});

test('components of other files keep their names where these are free, and are taken in once', async () => {
  const file = write({
    'orders.yaml': `${HEAD}${ORDERS}components:
  schemas:
    Order: { $ref: 'parts/order.yaml' }
    Same: { $ref: 'parts/order.yaml' }
    Told: { $ref: 'parts/order.yaml', description: In this document }
    Item: { type: object }
  parameters:
    Limit: { $ref: 'parts/all.yaml#/Limit' }
`,
    'parts/order.yaml': `oneOf: [{ $ref: 'all.yaml#/Item' }, { $ref: '../orders.yaml#/components/schemas/Item' }]
discriminator:
  propertyName: kind
  mapping: { far: 'all.yaml#/Item', near: Item, here: '#' }
`,
    'parts/all.yaml': `Item: { $ref: '#/Things/a~1b' }\nThings: { a/b: { type: string } }\nLimit: { $ref: '#/Real' }
Real: { name: limit, in: query, schema: {} }
`,
  });

  const { components } = served(await readOpenApi(file, { location: 'header', serveDocumentAt: '/openapi.json' }));

  expect(components.schemas).toEqual({
    Order: {
      oneOf: [{ $ref: '#/components/schemas/Item_2' }, { $ref: '#/components/schemas/Item' }],
      discriminator: {
        propertyName: 'kind',
        mapping: { far: '#/components/schemas/Item_2', near: 'Item', here: '#/components/schemas/Order' },
      },
    },
    Same: { $ref: '#/components/schemas/Order' },
    Told: { $ref: '#/components/schemas/Order', description: 'In this document' },
    Item: { type: 'object' },
    Item_2: { $ref: '#/components/schemas/a_b' },
    a_b: { type: 'string' },
  });
  expect(components.parameters).toEqual({
    Limit: { $ref: '#/components/parameters/Real' },
    Real: { name: 'limit', in: 'query', schema: {} },
  });
});

test('nothing is asked of the network, and references within examples are data', async () => {
  const asked: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url);
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const url = `http://127.0.0.1:${port}/item.json`;
  const withSchema = (schema: string) =>
    `${HEAD}${ORDERS.replace('description: All of them', `description: All, content: { application/json: { ${schema} } }`)}`;

  const { documents } = await read(withSchema(`example: { $ref: '${url}' }`), { serveDocumentAt: '/o.json' });
  await expect(read(withSchema(`schema: { $ref: '${url}' }`))).rejects.toThrow(
    `$ref "${url}" is a URL, and only local files are read; put a copy beside the document and refer to that.`,
  );
  await expect(read(withSchema(`schema: { $id: '${url}', items: { $ref: 'other.json' } }`))).rejects.toThrow(
    '$ref "other.json": other.json: there is no such file',
  );
  await new Promise((resolve) => server.close(resolve));

  expect(asked).toEqual([]);
  expect(documents[0]!.text).toContain(`"example":{"$ref":"${url}"}`);
});
