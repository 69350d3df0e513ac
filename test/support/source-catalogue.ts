/** The tests' catalogue with projects that are described in WSDL files and OpenAPI documents; what the black-box tests call. */
import {
  defineCatalogue,
  defineRestProject,
  defineWsdlProject,
  oauth2AccessTokens,
  oauthVerifyAccessToken,
} from '#core/catalog/authoring.ts';
import { alpha, testCatalogue } from './test-catalogue.ts';

/** Where calls go on a laptop; the black-box tests run backends of their own. */
const localBackend = process.env.TOLLGATE_TEST_BACKEND ?? 'http://127.0.0.1:18181';
const soapBackend = process.env.TOLLGATE_TEST_SOAP_BACKEND ?? 'http://127.0.0.1:18182';

/** One operation, for SOAP 1.1 and 1.2, as ASP.NET describes it. */
export const weather = defineWsdlProject({
  displayName: 'Weather',
  version: '1',
  contextPath: '/weather',
  wsdl: 'wsdl/weather.wsdl',
  target: 'https://weather.example.com/weather.asmx',
  localTarget: `${soapBackend}/weather`,
  secureWith: oauth2AccessTokens({ location: 'query', scopes: ['weather:read'] }),
  serverGroups: [alpha],
});

/** Document/literal with imported schemas, for SOAP 1.2; calls go to the address in the file. Secured by hand. */
export const shop = defineWsdlProject({
  displayName: 'Shop',
  contextPath: '/shop',
  wsdl: 'wsdl/shop/wsdl/shop.wsdl',
  localTarget: `${soapBackend}/shop`,
  policies: { verify: oauthVerifyAccessToken({ location: 'header', scopes: ['shop:use'] }) },
  proxyRequest: ['verify'],
  serverGroups: [alpha],
});

/** RPC/literal, for SOAP 1.1. */
export const quotes = defineWsdlProject({
  displayName: 'Quotes',
  version: '3',
  contextPath: '/quotes',
  wsdl: 'wsdl/quotes.wsdl',
  target: 'https://quotes.example.com/axis/services/quotes',
  localTarget: `${soapBackend}/quotes`,
  secureWith: oauth2AccessTokens({ location: ['query', 'body'], queryParameter: 'key' }),
  serverGroups: [alpha],
});

/** In front of a port where nobody listens, and with a WSDL file that it keeps to itself. */
export const lapsedWeather = defineWsdlProject({
  displayName: 'LapsedWeather',
  contextPath: '/lapsed-weather',
  wsdl: 'wsdl/weather.wsdl',
  serveWsdl: false,
  target: 'https://lapsed.example.com',
  localTarget: 'http://127.0.0.1:9',
  secureWith: oauth2AccessTokens({ location: 'query' }),
  serverGroups: [alpha],
});

/** Sixty operations, with scopes of their own; public paths with variables take its calls through a function. */
export const stock = defineRestProject({
  displayName: 'Stock',
  version: '2',
  contextPath: '/stock',
  openapi: 'openapi/warehouse.yaml',
  localTarget: `${localBackend}/stock`,
  secureWith: oauth2AccessTokens({ location: 'header' }),
  serverGroups: [alpha],
});

/** References to other files, tokens in the query string as well, and the document served. */
export const bookings = defineRestProject({
  displayName: 'Bookings',
  contextPath: '/bookings',
  openapi: 'openapi/bookings.yaml',
  serveOpenApi: true,
  localTarget: `${localBackend}/bookings`,
  secureWith: oauth2AccessTokens({ location: 'query' }),
  serverGroups: [alpha],
});

export const sourceCatalogue = defineCatalogue({
  serverGroups: testCatalogue.serverGroups,
  projects: [...testCatalogue.projects, weather, shop, quotes, lapsedWeather, stock, bookings],
});
