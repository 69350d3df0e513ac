/**
 * The headers that API Gateway drops or renames on their way, both ways.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
 */
import type { HeaderList } from './header-list.ts';

/** Of the client, for every integration: neither functions, backends nor mappings see them. */
export const droppedFromRequest: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'content-md5',
  'expect',
  'keep-alive',
  'max-forwards',
  'proxy-authenticate',
  'proxy-connection',
  'server',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'www-authenticate',
]);

/** A Signature Version 4 is the gateway's own business and goes no further. @param signed that the method asked for one */
export function withoutSignature(headers: HeaderList, signed: boolean): HeaderList {
  return headers.filter(
    ([name, value]) => name.toLowerCase() !== 'authorization' || !(signed || value.startsWith('AWS4-')),
  );
}

/** Of the client, for HTTP_PROXY, unless a mapping sets them. */
export const droppedFromHttpRequest: ReadonlySet<string> = new Set(['host', 'content-encoding', 'via']);

/**
 * Never reach an HTTP backend, mapped or not. (AWS passes a mapped Trailer on; a message that is not chunked can't
 * carry one, so node refuses to send it.)
 */
export const droppedFromMappedRequest: ReadonlySet<string> = new Set([
  'connection',
  'expect',
  'proxy-authenticate',
  'te',
  'trailer',
  'via',
]);

/** Mapping one of these fails the request. */
const unmappable: ReadonlySet<string> = new Set([
  'content-length',
  'transfer-encoding',
  'x-amzn-trace-id',
  'x-amzn-apigateway-api-id',
]);
const unmappableToLambda: ReadonlySet<string> = new Set([
  'authorization',
  'connection',
  'expect',
  'proxy-authenticate',
  'te',
]);

export function isUnmappable(header: string, integration: 'AWS_PROXY' | 'HTTP_PROXY'): boolean {
  const name = header.toLowerCase();
  return unmappable.has(name) || (integration === 'AWS_PROXY' && unmappableToLambda.has(name));
}

const remapped: ReadonlySet<string> = new Set([
  'authorization',
  'connection',
  'content-length',
  'content-md5',
  'date',
  'max-forwards',
  'server',
  'user-agent',
  'www-authenticate',
  'x-amzn-requestid',
]);
const remappedFromMock: ReadonlySet<string> = new Set([
  ...remapped,
  'expect',
  'host',
  'proxy-authenticate',
  'trailer',
  'upgrade',
]);
const droppedFromResponse: ReadonlySet<string> = new Set([
  'expect',
  'host',
  'keep-alive',
  'proxy-authenticate',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'x-amz-apigw-id',
]);
const droppedFromMock: ReadonlySet<string> = new Set(['keep-alive', 'transfer-encoding', 'x-amz-apigw-id']);

/**
 * What of an integration's headers the client gets: some are dropped, some come under `x-amzn-Remapped-<name>`, so that
 * a backend's 401 loses its WWW-Authenticate.
 */
export function remapResponseHeaders(
  headers: HeaderList,
  integration: 'AWS_PROXY' | 'HTTP_PROXY' | 'MOCK',
): HeaderList {
  const renames = integration === 'MOCK' ? remappedFromMock : remapped;
  const drops = integration === 'MOCK' ? droppedFromMock : droppedFromResponse;
  return headers.flatMap(([name, value]) => {
    const key = name.toLowerCase();
    if (drops.has(key) || (integration === 'HTTP_PROXY' && key === 'via')) return [];
    return renames.has(key) ? [[`x-amzn-Remapped-${name}`, value] as const] : [[name, value] as const];
  });
}
