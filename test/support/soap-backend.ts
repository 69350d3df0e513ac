/** SOAP services on loopback, made with npm's `soap`: each answers with the call as it arrived, in JSON. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { type ISoapServiceMethod, listen } from 'soap';

/** What a service answers with. */
export interface SeenCall {
  readonly operation: string;
  // biome-ignore lint/suspicious/noExplicitAny: whatever a caller sends
  readonly arguments: any;
  readonly url: string;
  /** Names and values, one after the other. */
  readonly rawHeaders: readonly string[];
}

/** The text by which a caller asks for a fault of the backend's own. */
export const FAILING = 'fail';

/** What that fault says. */
export const BACKEND_FAULT = 'The backend’s own <fault>';

/** @param answer makes the result of the call from a text */
function operation(name: string, answer: (text: string) => object): ISoapServiceMethod {
  return (args, _callback, _headers, request: IncomingMessage) => {
    if (JSON.stringify(args)?.includes(`"${FAILING}"`))
      throw { Fault: { statusCode: 500, faultcode: 'soap:Server', faultstring: BACKEND_FAULT } };
    const { url = '', rawHeaders } = request;
    return answer(JSON.stringify({ operation: name, arguments: args, url, rawHeaders } satisfies SeenCall));
  };
}

const forecast = { GetForecast: operation('GetForecast', (text) => ({ GetForecastResult: text })) };
const quote = (text: string) => ({ getQuoteReturn: { symbol: text, price: 1.5 } });
const found = (text: string) => ({ answer: text });

const SERVICES = [
  { path: '/weather', file: 'weather.wsdl', services: { Weather: { WeatherSoap: forecast, WeatherSoap12: forecast } } },
  {
    path: '/shop',
    file: 'shop/wsdl/shop.wsdl',
    services: { Shop: { Shop: { Find: operation('Find', found), Remove: operation('Remove', found) } } },
  },
  {
    path: '/quotes',
    file: 'quotes.wsdl',
    services: {
      QuotesService: { quotes: { getQuote: operation('getQuote', quote), ping: operation('ping', () => ({})) } },
    },
  },
];

/** One server for each version: npm's `soap` answers in the version that it is made for. */
function soapServer(forceSoap12Headers: boolean) {
  const server = createServer();
  for (const { path, file, services } of SERVICES) {
    const uri = `test/support/wsdl/${file}`;
    listen(server, { path, services, xml: readFileSync(uri, 'utf8'), uri, forceSoap12Headers });
  }
  return server;
}

export async function startSoapBackend(): Promise<{ readonly origin: string; stop(): void }> {
  const servers = { '1.1': soapServer(false), '1.2': soapServer(true) };
  const server = createServer((request, response) => {
    const version = request.headers['content-type']?.startsWith('application/soap+xml') ? '1.2' : '1.1';
    servers[version].emit('request', request, response);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The SOAP backend has no port.');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}
