/** Makes the request to an HTTP_PROXY backend out of the client's request and the integration's mappings. */

import { type HeaderList, headerSafe, headerValue, withHeader, withoutHeaders } from './header-list.ts';
import {
  droppedFromHttpRequest,
  droppedFromMappedRequest,
  isUnmappable,
  withoutSignature,
} from './header-remapping.ts';
import type { Invocation } from './invocation.ts';
import { type MappingSource, mappedHeader, mappedValues } from './parameter-mapping.ts';
import { decodePercent, encodeURIComponentSafely, formatQuery } from './query-string.ts';
import type { HttpProxyIntegration, RequestMapping } from './rest-api-model.ts';

export interface BackendRequest {
  readonly secure: boolean;
  /** Host and port, as in the URI. */
  readonly authority: string;
  readonly method: string;
  /** Path and query string. */
  readonly target: string;
  readonly headers: HeaderList;
  readonly body: Buffer;
}

/** @returns `'unmappable'` if a header is mapped that must not be, `'invalid-uri'` if the URI is none */
export function backendRequest(
  integration: HttpProxyIntegration,
  invocation: Invocation,
): BackendRequest | 'unmappable' | 'invalid-uri' {
  const headerMappings = mappingsTo('header', integration.mappings, invocation);
  if (headerMappings.some(({ name }) => isUnmappable(name, 'HTTP_PROXY'))) return 'unmappable';
  const uri = renderUri(integration, invocation);
  if (uri === undefined) return 'invalid-uri';

  const mappedQuery = mappingsTo('querystring', integration.mappings, invocation).flatMap(({ name, source }) =>
    mappedValues(source, invocation).map((value) => [name, decodedText(source, value)] as const),
  );
  const query = [uri.query, formatQuery([...invocation.query, ...mappedQuery])].filter((part) => part !== '').join('&');
  return {
    secure: uri.secure,
    authority: uri.authority,
    method: integration.httpMethod === 'ANY' ? invocation.request.method : integration.httpMethod,
    target: query === '' ? uri.path : `${uri.path}?${query}`,
    headers: backendHeaders(headerMappings, invocation, uri.authority),
    body: invocation.request.body,
  };
}

/** Mappings whose source is there; the others add nothing. */
function mappingsTo(location: RequestMapping['location'], mappings: readonly RequestMapping[], invocation: Invocation) {
  return mappings.filter(
    (mapping) => mapping.location === location && mappedValues(mapping.source, invocation).length > 0,
  );
}

/** A mapped header replaces the client's, whatever the case of its name. */
function backendHeaders(mappings: readonly RequestMapping[], invocation: Invocation, authority: string): HeaderList {
  const { api, context, traceHeader } = invocation;
  const own = withoutSignature(
    withoutHeaders(invocation.headers, droppedFromHttpRequest),
    context.identity.accessKey !== null,
  );
  const mapped = mappings.reduce<HeaderList>(
    (headers, { name, source }) => withHeader(headers, name, headerSafe(mappedHeader(source, invocation) ?? '')),
    own,
  );
  const sent = withoutHeaders(mapped, droppedFromMappedRequest);
  const defaults = [
    ['Accept', 'application/json'],
    ['User-Agent', `AmazonAPIGateway_${api.apiId}`],
    ['Host', authority],
  ] as const;
  const complete = [...sent, ...defaults.filter(([name]) => headerValue(sent, name) === undefined)];
  return withHeader(withHeader(complete, 'X-Amzn-Trace-Id', traceHeader), 'X-Amzn-Apigateway-Api-Id', api.apiId);
}

interface RenderedUri {
  readonly secure: boolean;
  readonly authority: string;
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
}

function renderUri(integration: HttpProxyIntegration, invocation: Invocation): RenderedUri | undefined {
  const staged = integration.uri.replace(
    /\$\{stageVariables\.(\w+)\}/g,
    (_, name: string) => invocation.stage.variables.get(name) ?? '',
  );
  const [, scheme, authority, path = '', query = ''] =
    /^(https?):\/\/([A-Za-z0-9.[\]:_-]+)(\/[^?#]*)?(?:\?([^#]*))?$/i.exec(staged) ?? [];
  if (scheme === undefined || authority === undefined) return undefined;

  const values = new Map(
    mappingsTo('path', integration.mappings, invocation).map(({ name, source }) => [name, source] as const),
  );
  const fill = (text: string, write: (source: MappingSource, value: string) => string) =>
    text.replace(/\{([^{}]+)\}/g, (placeholder, name: string) => {
      const source = values.get(name);
      return source === undefined ? placeholder : write(source, mappedValues(source, invocation).join(','));
    });
  return {
    secure: scheme.toLowerCase() === 'https',
    authority,
    path: escapeIllegal(fill(path, writeIntoPath)) || '/',
    query: escapeIllegal(fill(query, (source, value) => encodeURIComponentSafely(decodedText(source, value)))),
  };
}

/** A path parameter is escaped already; other values are escaped now, but for their slashes. */
function writeIntoPath(source: MappingSource, value: string): string {
  return source.kind === 'path' ? value : encodeURIComponentSafely(value).replaceAll('%2F', '/');
}

function decodedText(source: MappingSource, value: string): string {
  return source.kind === 'path' ? decodePercent(value) : value;
}

/** Escapes what can't stand in a request line: spaces, control characters and everything beyond ASCII. */
function escapeIllegal(text: string): string {
  return text.replace(/[^\x21-\x7e]+/g, encodeURIComponentSafely);
}
