/** What Python's zeep, a SOAP stack of its own, makes of the proxy. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { FAILING } from '../support/soap-backend.ts';
import { localStage, subscribe, tokenOf } from '../support/stage-under-test.ts';
import { pythonProgram } from './python-with-clients.ts';
import { type Program, runProgram } from './run-program.ts';

let program: Program;
let token: string;
let poor: string;
beforeAll(async () => {
  program = pythonProgram('zeep_client.py');
  const projects = ['weather-1', 'shop', 'quotes-3'];
  [token, poor] = await Promise.all([
    subscribe(projects, ['weather:read', 'shop:use']).then((one) => tokenOf(one)),
    subscribe(projects).then((one) => tokenOf(one)),
  ]);
});

interface Call {
  readonly path: string;
  readonly binding: string;
  readonly operation: string;
  readonly arguments: Readonly<Record<string, string>>;
  /** Whether the message says in headers what it is for. */
  readonly addressing?: boolean;
}

/** @param query of the endpoint, for a token that stands there */
function zeep({ path, ...call }: Call, bearer?: string, query?: string) {
  const url = `${localStage().gatewayUrl}${path}`;
  return runProgram(program, { url, ...call, token: bearer, endpoint: query && `${url}?${query}` });
}

describe.each([
  {
    name: 'document/literal, SOAP 1.1',
    call: {
      path: '/weather/1',
      binding: '{http://weather.example/}WeatherSoap',
      operation: 'GetForecast',
      arguments: { City: 'Köln' },
    },
    parameter: 'access_token',
    code: 'soap:Client',
  },
  {
    name: 'document/literal, SOAP 1.2',
    call: {
      path: '/weather/1',
      binding: '{http://weather.example/}WeatherSoap12',
      operation: 'GetForecast',
      arguments: { City: 'Bonn' },
    },
    parameter: 'access_token',
    code: 'soap:Sender',
  },
  {
    name: 'document/literal with imported schemas, an operation without an action',
    call: { path: '/shop', binding: '{urn:shop}Shop', operation: 'Find', arguments: { article: 'tea & <milk>' } },
    code: 'soap:Sender',
  },
  {
    name: 'document/literal with imported schemas, WS-Addressing',
    call: {
      path: '/shop',
      binding: '{urn:shop}Shop',
      operation: 'Remove',
      arguments: { article: 'milk' },
      addressing: true,
    },
    code: 'soap:Sender',
  },
  {
    name: 'RPC/literal, SOAP 1.1',
    call: {
      path: '/quotes/3',
      binding: '{urn:quotes}quotesSoapBinding',
      operation: 'getQuote',
      arguments: { symbol: 'ACME', currency: 'EUR' },
    },
    parameter: 'key',
    code: 'soap:Client',
  },
])('zeep and a service of $name', ({ call, parameter, code }) => {
  test('reads ?wsdl at the proxy and calls an operation with a token', async () => {
    const { result } = await zeep(call, token);

    const seen = JSON.parse(result.symbol ?? result);
    expect(seen).toMatchObject({ operation: call.operation, arguments: call.arguments });
    expect(seen.rawHeaders.join()).not.toContain(token);
    expect(seen.rawHeaders).toContainEqual(expect.stringContaining('subscription="'));
  });

  test('understands the fault that it gets without a token, with one of too little, and from the backend', async () => {
    const failing = Object.fromEntries(Object.keys(call.arguments).map((name) => [name, FAILING]));
    const [missing, lacking, failed] = await Promise.all([
      zeep(call),
      zeep(call, poor),
      zeep({ ...call, arguments: failing }, token),
    ]);

    const message = 'The access token is missing, malformed, expired or revoked.';
    expect(missing).toEqual({ fault: { message, code } });
    if (call.path !== '/quotes/3')
      expect(lacking).toMatchObject({ fault: { message: expect.stringContaining('scope') } });
    expect(failed).toMatchObject({ fault: {} });
  });

  if (parameter === undefined) return;
  test('calls it with a token in the query string', async () => {
    const { result } = await zeep(call, undefined, `${parameter}=${token}`);

    expect(result.symbol ?? result).not.toContain(token);
  });
});
