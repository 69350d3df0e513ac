import { describe, expect, test } from '@jest/globals';
import { PROXY_URL } from '#core/catalog/project-document.ts';
import { readWsdl } from '#lib/sources/read-wsdl.ts';

const folder = 'test/support/wsdl';

describe('ports and operations', () => {
  test('document/literal: an operation is known by the element of its body, without the parts of headers', () => {
    const { address, ports } = readWsdl(`${folder}/orders/orders.wsdl`);

    const namespace = 'http://orders.example/';
    expect(address).toBe('https://backend.example/orders/OrdersService');
    expect(ports).toEqual([
      {
        service: 'OrdersService',
        port: 'OrdersPort',
        version: '1.1',
        operations: [
          {
            name: 'placeOrder',
            soapAction: '',
            addressedAction: 'http://orders.example/Orders/placeOrderRequest',
            element: { namespace, name: 'placeOrder' },
          },
          { name: 'cancelOrder', soapAction: 'urn:cancel', element: { namespace, name: 'cancelOrder' } },
        ],
      },
    ]);
  });

  test('rpc, literal or encoded: the element is called as the operation is, in the namespace of soap:body', () => {
    const { address, ports } = readWsdl(`${folder}/quotes.wsdl`);

    expect(address).toBe('http://backend.example:8080/axis/services/quotes');
    expect(ports).toEqual([
      {
        service: 'QuotesService',
        port: 'quotes',
        version: '1.1',
        operations: [
          { name: 'getQuote', soapAction: 'getQuote', element: { namespace: 'urn:quotes', name: 'getQuote' } },
          {
            name: 'ping',
            soapAction: '',
            addressedAction: 'urn:quotes:Quotes:pingRequest',
            element: { namespace: '', name: 'ping' },
          },
        ],
      },
    ]);
  });

  test('ports of both SOAP versions are read, those of HTTP GET and POST are left out', () => {
    const { address, ports } = readWsdl(`${folder}/weather.wsdl`);

    const operations = [
      {
        name: 'GetForecast',
        soapAction: 'http://weather.example/GetForecast',
        element: { namespace: 'http://weather.example/', name: 'GetForecast' },
      },
    ];
    expect(address).toBe('http://backend.example/weather.asmx');
    expect(ports).toEqual([
      { service: 'Weather', port: 'WeatherSoap', version: '1.1', operations },
      { service: 'Weather', port: 'WeatherSoap12', version: '1.2', operations },
    ]);
  });

  test('bindings find their port types and messages in imported files; a body may be empty', () => {
    const { ports } = readWsdl(`${folder}/shop/wsdl/shop.wsdl`);

    expect(ports).toEqual([
      {
        service: 'Shop',
        port: 'Shop',
        version: '1.2',
        operations: [
          {
            name: 'Find',
            soapAction: '',
            addressedAction: 'urn:shop:api:Shop:FindRequest',
            element: { namespace: 'urn:shop:types', name: 'find' },
          },
          { name: 'Remove', soapAction: 'urn:remove', element: { namespace: 'urn:shop:types', name: 'remove' } },
          { name: 'Count', soapAction: 'urn:count', element: null },
        ],
      },
    ]);
  });

  test.each([
    [['Reading/Main'], 'https://read.example/accounts', ['Reading/Main']],
    [['Standby'], 'https://standby.example/accounts', ['Reading/Standby']],
    [['Closing/Main'], 'https://write.example/accounts', ['Closing/Main']],
  ] as const)('of ports at different addresses, %j are those of a project', (ports, address, read) => {
    const description = readWsdl(`${folder}/accounts.wsdl`, { ports });

    expect(description.address).toBe(address);
    expect(description.ports.map(({ service, port }) => `${service}/${port}`)).toEqual(read);
    const served = [...(description.documents[0]?.text.matchAll(/<port name="(\w+)"/g) ?? [])].map(([, name]) => name);
    expect(served).toEqual(read.map((name) => name.split('/')[1]));
  });
});

describe('the documents to serve', () => {
  test('the WSDL file, its imports and theirs, each once, lead to each other at the proxy', () => {
    const orders = readWsdl(`${folder}/orders/orders.wsdl`).documents;
    const shop = readWsdl(`${folder}/shop/wsdl/shop.wsdl`).documents;

    const locations = (documents: typeof orders) =>
      documents.map(({ path, query, contentType, text }) => [
        `${path}?${query} ${contentType}`,
        [...text.matchAll(/(?:L|\bl)ocation="(?!http)([^"]*)"/g)].map(([, location]) => location),
      ]);
    const type = 'text/xml; charset=utf-8';
    expect(locations(orders)).toEqual([
      [`/?wsdl ${type}`, [`${PROXY_URL}?xsd=1`, PROXY_URL]],
      [`/?xsd=1 ${type}`, [`${PROXY_URL}?xsd=2`]],
      [`/?xsd=2 ${type}`, [`${PROXY_URL}?xsd=1`]],
    ]);
    expect(locations(shop)).toEqual([
      [`/?wsdl ${type}`, [`${PROXY_URL}?wsdl=1`, PROXY_URL]],
      [`/?wsdl=1 ${type}`, [`${PROXY_URL}?xsd=1`]],
      [`/?xsd=1 ${type}`, [`${PROXY_URL}?xsd=2`]],
      [`/?xsd=2 ${type}`, []],
    ]);
  });

  test('schemas on the web, comments and documentation stay as they are', () => {
    const texts = readWsdl(`${folder}/orders/orders.wsdl`).documents.map(({ text }) => text);

    expect(texts[0]).toContain('<!-- One-way: there is no output. -->');
    expect(texts[0]).toContain('<documentation>Places an order &amp; answers with its number.</documentation>');
    expect(texts[1]).toContain('schemaLocation="https://schemas.example/elsewhere.xsd"');
  });

  test('a file in ISO-8859-1 is served in UTF-8, and says so', () => {
    const [, , types] = readWsdl(`${folder}/orders/orders.wsdl`).documents;

    expect(types?.text).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?>\n<xs:schema/);
    expect(types?.text).toContain('Menge und Stückpreis');
  });

  test("nothing in them tells the backend's address, and a port that is not served is not in them", () => {
    const [weather] = readWsdl(`${folder}/weather.wsdl`).documents;
    const [accounts] = readWsdl(`${folder}/accounts.wsdl`, { ports: ['Standby'] }).documents;

    expect(weather?.text).not.toMatch(/backend\.example|<wsdl:port name="WeatherHttp/);
    expect(weather?.text).toContain(`<wsa10:Address>${PROXY_URL}</wsa10:Address>`);
    expect(accounts?.text).not.toMatch(/\.example|<service name="Closing"/);
  });

  test('reading twice gives the same texts', () => {
    const read = () => readWsdl(`${folder}/shop/wsdl/shop.wsdl`);

    expect(read()).toEqual(read());
  });
});
