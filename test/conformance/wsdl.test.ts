import { beforeAll, describe, expect, test } from '@jest/globals';
import { BearerSecurity, type Client, createClientAsync, type IOptions } from 'soap';
import type { SoapVersion } from '#core/catalog/soap-service.ts';
import { http } from '../support/http.ts';
import { BACKEND_FAULT, FAILING, type SeenCall } from '../support/soap-backend.ts';
import { soapOptions } from '../support/stage-soap.ts';
import { allLogs, callGateway, callRegistry, localStage, subscribe, tokenOf } from '../support/stage-under-test.ts';
import { envelope, SOAP_11, SOAP_12 } from '../support/weather-service.ts';

/** A service as an npm `soap` client calls it. */
interface Service {
  readonly name: string;
  readonly path: string;
  readonly version: SoapVersion;
  readonly operation: string;
  readonly arguments: object;
  /** What the backend got, out of its answer. */
  // biome-ignore lint/suspicious/noExplicitAny: results are made by the client from the WSDL file
  readonly seen: (result: any) => string;
  /** Where the token may stand in the query string. */
  readonly queryParameter?: string;
}

const services: readonly Service[] = [
  {
    name: 'document/literal, SOAP 1.1 beside 1.2',
    path: '/weather/1',
    version: '1.1',
    operation: 'GetForecast',
    arguments: { City: 'Bonn' },
    seen: ({ GetForecastResult }) => GetForecastResult,
    queryParameter: 'access_token',
  },
  {
    name: 'document/literal, SOAP 1.2 beside 1.1',
    path: '/weather/1',
    version: '1.2',
    operation: 'GetForecast',
    arguments: { City: 'Köln' },
    seen: ({ GetForecastResult }) => GetForecastResult,
    queryParameter: 'access_token',
  },
  {
    name: 'document/literal with imported schemas, SOAP 1.2',
    path: '/shop',
    version: '1.2',
    operation: 'Find',
    arguments: { article: 'tea & <milk>' },
    seen: ({ answer }) => answer,
  },
  {
    name: 'RPC/literal, SOAP 1.1',
    path: '/quotes/3',
    version: '1.1',
    operation: 'getQuote',
    arguments: { symbol: 'ACME', currency: 'EUR' },
    seen: ({ getQuoteReturn }) => getQuoteReturn.symbol,
    queryParameter: 'key',
  },
];

const FAULT_TYPES = { '1.1': 'text/xml; charset=utf-8', '1.2': 'application/soap+xml; charset=utf-8' } as const;
const NO_TOKEN = 'The access token is missing, malformed, expired or revoked.';

const proxyUrl = (path: string) => `${localStage().gatewayUrl}${path}`;

let clientId: string;
let token: string;
/** Of a product without a scope. */
let poor: string;
beforeAll(async () => {
  const held = ['weather-1', 'shop', 'quotes-3', 'lapsed-weather'];
  const subscription = await subscribe(held, ['weather:read', 'shop:use']);
  clientId = subscription.clientId;
  [token, poor] = await Promise.all([tokenOf(subscription), subscribe(held).then((one) => tokenOf(one))]);
});

/** Reads the WSDL file at the proxy. */
function clientOf({ path, version }: Pick<Service, 'path' | 'version'>, options: IOptions = {}): Promise<Client> {
  const url = `${proxyUrl(path)}?wsdl`;
  return createClientAsync(url, {
    forceSoap12Headers: version === '1.2',
    disableCache: true,
    ...soapOptions,
    ...options,
  });
}

/** What the backend got; an error where the client throws one. */
async function call(client: Client, { operation, arguments: args, seen }: Service): Promise<SeenCall> {
  const [result] = await client[`${operation}Async`](args);
  return JSON.parse(seen(result));
}

/** The error that the client throws, which holds the fault as it has read it. */
async function refused(client: Client, service: Service) {
  const error = await call(client, service).then(
    () => undefined,
    (thrown) => thrown,
  );
  return { message: error?.message, fault: error?.root?.Envelope?.Body?.Fault, response: error?.response };
}

const valuesOf = (name: string, raw: readonly string[]) =>
  raw.filter((_, index) => index % 2 === 1 && raw[index - 1]?.toLowerCase() === name);

describe.each(services)('the npm package soap and a service of $name', (service) => {
  test('reads ?wsdl at the proxy and calls an operation with a token in the header', async () => {
    const client = await clientOf(service);
    client.setSecurity(new BearerSecurity(token));

    const seen = await call(client, service);

    expect(seen).toMatchObject({ operation: service.operation, arguments: service.arguments });
    expect(seen.url).not.toContain('?');
    expect(valuesOf('authorization', seen.rawHeaders)).toEqual([]);
    expect(valuesOf('tollgate', seen.rawHeaders)).toEqual([expect.stringContaining(`client="${clientId}"`)]);
    expect(seen.rawHeaders.join()).not.toContain(token);
  });

  test('calls it with a token in the query string, where the project takes it from there', async () => {
    const parameter = service.queryParameter ?? 'access_token';
    const client = await clientOf(service, { endpoint: `${proxyUrl(service.path)}?${parameter}=${token}&a=b` });

    if (service.queryParameter === undefined) {
      expect(await refused(client, service)).toMatchObject({ response: { status: 401 } });
    } else {
      const seen = await call(client, service);
      // A SOAP service is called by its message alone.
      expect(seen.url).toMatch(/^\/\w+$/);
      expect(seen.rawHeaders.join()).not.toContain(token);
    }
  });

  test('throws our fault in its version without a token, and with one of too little', async () => {
    const client = await clientOf(service);

    const missing = await refused(client, service);
    client.setSecurity(new BearerSecurity(poor));
    const lacking = service.path === '/quotes/3' ? undefined : await refused(client, service);

    expect(missing.message).toContain(NO_TOKEN);
    expect(JSON.stringify(missing.fault)).toContain(service.version === '1.1' ? 'soap:Client' : 'soap:Sender');
    expect(missing.response.status).toBe(401);
    expect(missing.response.headers).toMatchObject({
      'content-type': FAULT_TYPES[service.version],
      'cache-control': 'no-store',
    });
    expect(JSON.stringify(missing.response.headers)).toContain('Bearer realm=\\"alpha\\"');
    if (lacking === undefined) return;
    expect(lacking.response.status).toBe(403);
    expect(JSON.stringify(lacking.fault)).toMatch(/insufficient_scope.*(weather:read|shop:use)/);
  });

  test('throws the fault of the backend, as the backend wrote it', async () => {
    const client = await clientOf(service);
    const failing = Object.fromEntries(Object.keys(service.arguments).map((name) => [name, FAILING]));
    client.setSecurity(new BearerSecurity(token));

    const error = await refused(client, { ...service, arguments: failing });
    const behind = await http(`${process.env.TOLLGATE_TEST_SOAP_BACKEND}/${service.path.split('/')[1]}`, {
      method: 'POST',
      headers: { 'Content-Type': FAULT_TYPES[service.version] },
      body: client.lastRequest ?? '',
    });

    expect(error.message).toContain(BACKEND_FAULT);
    expect(error.response).toMatchObject({ status: behind.status, data: behind.text });
    expect(behind.status).toBe(500);
  });
});

describe('the documents of a WSDL project', () => {
  test.each(['?wsdl', '?WSDL', '?wsdl=', '?Wsdl&a=b'])(
    'are there for anyone at %s, with the proxy URL as address',
    async (query) => {
      const url = proxyUrl('/weather/1');
      const answer = await http(`${url}${query}`);

      expect(answer).toMatchObject({ status: 200, headers: { 'content-type': 'text/xml; charset=utf-8' } });
      const addresses = [...answer.text.matchAll(/address location="([^"]*)"/g)].map(([, address]) => address);
      expect(addresses).toEqual([url, url]);
    },
  );

  test('lead from one to the next, each with what it is asked for, and none tells where the backend is', async () => {
    const url = proxyUrl('/shop');
    const texts = new Map<string, string>();
    const wanted = new Set([`${url}?wsdl`]);
    for (const one of wanted) {
      const answer = await http(one);
      expect([one, answer.status]).toEqual([one, 200]);
      texts.set(one.slice(url.length), answer.text);
      for (const [, location = ''] of answer.text.matchAll(/(?:schemaL|l)ocation="([^"]*)"/g)) {
        if (location !== url) wanted.add(location);
      }
    }

    expect([...texts.keys()].sort()).toEqual(['?wsdl', '?wsdl=1', '?xsd=1', '?xsd=2']);
    expect(new Set(texts.values()).size).toBe(4);
    for (const text of texts.values())
      expect(text).not.toMatch(/backend\.example|127\.0\.0\.1:(?!\d+\/alpha)|urn:tollgate/);
  });

  test.each(['/shop', '/shop?xsd=7', '/shop?a=wsdl', '/lapsed-weather?wsdl'])(
    'are nowhere else: GET %s is 404 in words',
    async (path) => {
      const answer = await http(proxyUrl(path));

      expect(answer).toMatchObject({
        status: 404,
        json: { error: 'not_found', error_description: expect.any(String) },
      });
    },
  );
});

const T = 'urn:shop:types';
const FIND = `<find xmlns="${T}"><article xmlns="">x</article></find>`;
const REMOVE = `<remove xmlns="${T}"><article xmlns="">x</article></remove>`;
const SHOP_TYPE = 'application/soap+xml; charset=utf-8';

interface Posted {
  readonly body?: string;
  /** Parameter `action` of the content type. */
  readonly action?: string;
  readonly type?: string;
  readonly method?: string;
}

/** POSTs to the shop, as anybody can with curl. */
function post({ body = envelope(FIND, SOAP_12), action, type = SHOP_TYPE, method = 'POST' }: Posted = {}, as = token) {
  const contentType = action === undefined ? type : `${type}; action="${action}"`;
  return callGateway('/shop', as, { method, headers: { 'Content-Type': contentType }, body });
}

const reasonIn = (text: string) => /<(?:faultstring|soap:Text)[^>]*>([^<]*)</.exec(text)?.[1];

describe('a message that is refused', () => {
  test.each<[string, Posted, number, string]>([
    ['names another action than its operation has', { action: 'urn:remove' }, 400, 'action of the message'],
    ['is for no operation', { body: envelope('<find/>', SOAP_12) }, 400, 'no operation'],
    ['is no XML', { body: 'find x' }, 400, 'malformed'],
    ['has a document type', { body: `<!DOCTYPE x>${envelope(FIND, SOAP_12)}` }, 400, 'document type'],
    ['is of a version that the service lacks', { type: 'text/xml', body: envelope(FIND, SOAP_11) }, 500, 'SOAP 1.1'],
    ['is JSON', { type: 'application/json', body: '{}' }, 415, 'content type'],
    [
      'is a form, which holds no SOAP message',
      { type: 'application/x-www-form-urlencoded', body: 'a=b' },
      415,
      'content type',
    ],
  ])('because it %s is told so in a fault', async (_, posted, status, text) => {
    const answer = await post(posted);

    expect(answer).toMatchObject({ status, headers: { 'content-type': 'application/soap+xml; charset=utf-8' } });
    expect(reasonIn(answer.text)).toContain(text);
  });

  test.each(['PUT', 'PATCH'])('because it is sent with %s is 404', async (method) => {
    expect(await post({ method })).toMatchObject({ status: 404, json: { error: 'not_found' } });
  });

  test('as nobody listens at the backend is a fault with 502', async () => {
    const answer = await callGateway('/lapsed-weather', token, {
      method: 'POST',
      headers: { 'Content-Type': 'text/xml', SOAPAction: '""' },
      body: envelope('<GetForecast xmlns="http://weather.example/"/>'),
    });

    expect(answer).toMatchObject({ status: 502, headers: { 'content-type': FAULT_TYPES['1.1'] } });
    expect(reasonIn(answer.text)).toBe('The backend could not be reached.');
  });
});

describe('a product that is narrowed to some operations', () => {
  let narrowed: string;
  beforeAll(async () => {
    narrowed = await tokenOf(await subscribe([{ projectId: 'shop', soapOperations: ['Remove'] }], ['shop:use']));
  });

  test('opens those, and no others', async () => {
    const client = await clientOf({ path: '/shop', version: '1.2' });
    client.setSecurity(new BearerSecurity(narrowed));
    const remove = { ...services[2]!, operation: 'Remove' };

    expect(await call(client, remove)).toMatchObject({ operation: 'Remove' });
    expect(await refused(client, services[2]!)).toMatchObject({
      message: expect.stringContaining('The product of this subscription does not include this operation.'),
      response: { status: 403 },
    });
  });

  test.each<[string, Posted, number]>([
    [
      'an allowed action over the body of another operation',
      { action: 'urn:remove', body: envelope(FIND, SOAP_12) },
      400,
    ],
    ['an allowed operation beside another', { body: envelope(REMOVE + FIND, SOAP_12) }, 400],
    ['the action of another operation', { action: 'urn:count', body: envelope(REMOVE, SOAP_12) }, 400],
    ['an empty body, which is another operation', { body: envelope('', SOAP_12) }, 403],
  ])('cannot be left by %s', async (_, posted, status) => {
    expect((await post(posted, narrowed)).status).toBe(status);
  });
});

describe('what API Gateway answers by itself', () => {
  test.each([
    ['text/xml', 'text/xml', SOAP_11],
    ['application/soap+xml, text/xml', 'application/soap+xml', SOAP_12],
    ['*/*', 'application/json', ''],
  ])('is for who accepts %j of the type %s', async (accept, type, namespace) => {
    // The way straight to a backend is the one on which it meets a fault itself.
    const lapsed = await tokenOf(await subscribe(['lapsed']));
    const answer = await callGateway('/lapsed/x', lapsed, { headers: { Accept: accept } });

    expect(answer).toMatchObject({ status: 502, headers: { 'content-type': type, 'cache-control': 'no-store' } });
    expect(answer.text).toContain('bad_gateway');
    expect(answer.text).toContain(String(answer.headers['x-amzn-requestid']));
    expect(answer.text).toContain(namespace);
  });
});

test('the registry names the operations that products can be narrowed to', async () => {
  const { json } = await callRegistry('GET', '/projects/shop');

  expect(json).toMatchObject({ kind: 'wsdl', soapOperations: ['Find', 'Remove', 'Count'] });
});

test('no token is logged', () => {
  for (const one of [token, poor]) expect(allLogs()).not.toContain(one.split('.')[2]);
});
