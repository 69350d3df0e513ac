import { expect, test } from '@jest/globals';
import { createServeDocuments } from '#adapters/apigateway/serve-documents.ts';
import type { DocumentCatalogue } from '#core/catalog/document-catalogue.ts';
import { PROXY_URL } from '#core/catalog/project-document.ts';
import { aProxyEvent } from '../../support/api-gateway-events.ts';

const catalogue: DocumentCatalogue = {
  documents: [
    {
      projectPath: '/weather',
      path: '/',
      query: 'wsdl',
      contentType: 'text/xml; charset=utf-8',
      text: `<é at="${PROXY_URL}"/>`,
    },
    { projectPath: '/weather', path: '/', query: 'wsdl=1', contentType: 'text/xml', text: '<imported/>' },
  ],
  protectedResources: [{ path: '/weather', displayName: 'Weather', bearerMethods: ['header'], scopes: ['read'] }],
};
const urls = {
  gatewayUrl: 'https://g.example/alpha',
  tokenUrl: 'https://g.example/alpha/token',
  issuer: 'https://issuer.example',
};
const messages: unknown[] = [];
const serve = createServeDocuments({ catalogue, urls, log: (...entry) => void messages.push(entry) });

test('a document is given as bytes, under its type, to be kept for a while', async () => {
  const answer = await serve(aProxyEvent({ path: '/weather', query: { wsdl: '' } }));

  expect(answer).toMatchObject({
    statusCode: 200,
    headers: { 'Content-Type': 'text/xml; charset=utf-8', 'Cache-Control': 'public, max-age=300' },
    isBase64Encoded: true,
  });
  expect(Buffer.from(answer.body, 'base64').toString()).toBe('<é at="https://g.example/alpha/weather"/>');
});

test('of a parameter that is given several times each value counts', async () => {
  const answer = await serve(aProxyEvent({ path: '/weather', query: { wsdl: ['', '1'] } }));

  expect(Buffer.from(answer.body, 'base64').toString()).toBe('<imported/>');
});

test.each([{}, { query: { a: 'wsdl' } }, { query: { xsd: '1' } }])(
  'what there is not is 404 in words, and not kept: %j',
  async (fields) => {
    const answer = await serve(aProxyEvent({ path: '/weather', ...fields }));

    expect(answer).toMatchObject({ statusCode: 404, headers: { 'Cache-Control': 'no-store' } });
    expect(JSON.parse(answer.body)).toEqual({
      error: 'not_found',
      error_description: expect.stringContaining('?wsdl'),
    });
  },
);

/** As API Gateway takes a path apart that begins with the place of the metadata. */
function aMetadataEvent(path = '', method = 'GET') {
  const place = '/.well-known/oauth-protected-resource';
  const resource = path === '' ? place : `${place}/{proxy+}`;
  const event = aProxyEvent({ method, path: `${place}${path}`, resource });
  return { ...event, pathParameters: path === '' ? null : { proxy: path.slice(1) } };
}

test('RFC 9728 §3: how a project is protected is told at its path, with an ETag', async () => {
  const answer = await serve(aMetadataEvent('/weather'));

  expect(answer).toMatchObject({
    statusCode: 200,
    headers: {
      'Content-Type': 'application/json',
      'Cache-Control': 'public, max-age=300',
      ETag: expect.stringMatching(/^"[\w-]{43}"$/),
    },
  });
  expect(JSON.parse(answer.body)).toEqual({
    resource: 'https://g.example/alpha/weather',
    authorization_servers: ['https://issuer.example'],
    bearer_methods_supported: ['header'],
    scopes_supported: ['read'],
    resource_name: 'Weather',
  });
});

test('RFC 9728 §3: the gateway as a whole has metadata too; another path has none, and other methods are refused', async () => {
  expect(JSON.parse((await serve(aMetadataEvent())).body)).toMatchObject({ resource: 'https://g.example/alpha' });
  expect(await serve(aMetadataEvent('/weather/x'))).toMatchObject({ statusCode: 404 });
  expect(await serve(aMetadataEvent('/weather', 'POST'))).toMatchObject({
    statusCode: 405,
    headers: { Allow: 'GET, HEAD' },
  });
});

test('a fault is logged, and told to nobody', async () => {
  const broken = createServeDocuments({
    catalogue: {} as DocumentCatalogue,
    urls,
    log: (...entry) => void messages.push(entry),
  });

  const answer = await broken(aProxyEvent({ path: '/weather', query: { wsdl: '' } }));

  expect(answer).toMatchObject({ statusCode: 503, headers: { 'Retry-After': '5' } });
  expect(answer.body).not.toContain('undefined');
  expect(messages).toEqual([['documents out of order', expect.objectContaining({ requestId: 'request-1' })]]);
});
