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
};
const urls = { gatewayUrl: 'https://g.example/alpha', tokenUrl: 'https://g.example/alpha/token' };
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

test('a fault is logged, and told to nobody', async () => {
  const broken = createServeDocuments({
    catalogue: {} as DocumentCatalogue,
    urls,
    log: (...entry) => void messages.push(entry),
  });

  const answer = await broken(aProxyEvent({ path: '/weather', query: { wsdl: '' } }));

  expect(answer).toMatchObject({ statusCode: 503, headers: { 'Retry-After': '5' } });
  expect(answer.body).not.toContain('undefined');
  expect(messages).toEqual([['ERROR', 'documents out of order', expect.objectContaining({ requestId: 'request-1' })]]);
});
