import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterEach, expect, test } from '@jest/globals';
import { createClientAsync } from 'soap';
import { PROXY_URL, type ProjectDocument } from '#core/catalog/project-document.ts';
import { readWsdl } from '#lib/sources/read-wsdl.ts';

let server: Server | undefined;
const asked = new Set<string | undefined>();

afterEach(() => {
  server?.close();
  server?.closeAllConnections();
});

/** Serves the documents as the proxy does; answers with its URL. */
async function serve(documents: readonly ProjectDocument[]): Promise<string> {
  let url = '';
  asked.clear();
  server = createServer((request, response) => {
    const document = documents.find(({ path, query }) => request.url === `${path}?${query}`);
    asked.add(document?.query);
    response.writeHead(document === undefined ? 404 : 200, { 'Content-Type': document?.contentType ?? 'text/plain' });
    response.end(document?.text.replaceAll(PROXY_URL, url));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  url = `http://127.0.0.1:${address.port}`;
  return url;
}

test.each([
  ['orders/orders.wsdl', undefined],
  ['quotes.wsdl', undefined],
  ['weather.wsdl', undefined],
  ['accounts.wsdl', ['Reading/Main']],
  ['shop/wsdl/shop.wsdl', undefined],
] as const)(
  'the npm package soap sees in the documents of %s the services, ports and operations that were read',
  async (file, ports) => {
    const { ports: read, documents } = readWsdl(`test/support/wsdl/${file}`, ports === undefined ? {} : { ports });
    // The schema on the web that orders.wsdl names is none that a test may fetch.
    const local = documents.map((document) => ({
      ...document,
      text: document.text.replace(/ schemaLocation="https:[^"]*"/, ''),
    }));

    const client = await createClientAsync(`${await serve(local)}/?wsdl`);

    const expected: Record<string, Record<string, readonly string[]>> = {};
    for (const { service, port, operations } of read) {
      expected[service] = { ...expected[service], [port]: operations.map(({ name }) => name).sort() };
    }
    const services: Record<string, Record<string, object>> = client.describe();
    const seen = Object.entries(services).map(([service, described]) => [
      service,
      Object.fromEntries(Object.entries(described).map(([port, operations]) => [port, Object.keys(operations).sort()])),
    ]);
    expect(Object.fromEntries(seen)).toEqual(expected);
    expect([...asked].sort()).toEqual(documents.map(({ query }) => query).sort());
  },
);
