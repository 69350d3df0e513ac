/** Reads the integration of a method: Lambda proxy, HTTP proxy or mock; the others are reported. */
import { functionArnOf } from './lambda-uri.ts';
import { parseMappingSource } from './parameter-mapping.ts';
import type { PropertyReader } from './property-reader.ts';
import type { HeaderMapping, Integration, MockIntegration, MockResponse, RequestMapping } from './rest-api-model.ts';
import { parseMappingTemplate, type TextTemplate } from './text-template.ts';
import type { Report } from './unsupported.ts';

/** `ms`, where the template says nothing. */
const DEFAULT_TIMEOUT_MS = 29_000;

/** @returns `undefined` for one that was reported because it can't be read any further */
export function readIntegration(properties: PropertyReader, report: Report): Integration | undefined {
  const type = properties.text('Type');
  // Credentials say as whom a function is called; the cache's keys say nothing while there is no cache.
  properties.ignore('CacheKeyParameters', 'CacheNamespace', 'Credentials');
  if ((properties.text('ConnectionType') ?? 'INTERNET') !== 'INTERNET')
    report('ConnectionType VPC_LINK is not supported');
  if ((properties.text('ResponseTransferMode') ?? 'BUFFERED') !== 'BUFFERED') {
    report('ResponseTransferMode STREAM is not supported');
  }
  const integration = readByType(type, properties, report);
  // A type that is not supported is one problem, not one for each of its properties.
  if (integration !== undefined) properties.close();
  return integration;
}

function readByType(type: string | undefined, properties: PropertyReader, report: Report): Integration | undefined {
  switch (type) {
    case 'AWS_PROXY':
      return readLambdaProxy(properties, report);
    case 'HTTP_PROXY':
      return readHttpProxy(properties, report);
    case 'MOCK':
      return readMock(properties, report);
    default:
      report(`an integration of type ${type} is not supported`);
      return undefined;
  }
}

function readLambdaProxy(properties: PropertyReader, report: Report): Integration {
  ignoreTemplates(properties);
  const handling = properties.text('ContentHandling') ?? 'CONVERT_TO_TEXT';
  if (handling !== 'CONVERT_TO_TEXT') report(`ContentHandling ${handling} is not supported for AWS_PROXY`);
  const uri = properties.text('Uri') ?? '';
  const functionArn = functionArnOf(uri);
  if (functionArn === undefined) report(`Integration.Uri ${uri} names no Lambda function`);
  return {
    kind: 'AWS_PROXY',
    functionArn: functionArn ?? '',
    httpMethod: properties.text('IntegrationHttpMethod') ?? '',
    mappings: readMappings(properties, report),
    timeoutMs: readTimeout(properties, report),
  };
}

function readHttpProxy(properties: PropertyReader, report: Report): Integration {
  ignoreTemplates(properties);
  const handling = properties.text('ContentHandling');
  if (handling !== undefined) report(`ContentHandling ${handling} is not supported for HTTP_PROXY`);
  const uri = properties.text('Uri') ?? '';
  // Which host is called must not depend on the request.
  if (!/^(?:https?:\/\/(?:[\w.[\]:-]|\$\{stageVariables\.\w+\})+|\$\{stageVariables\.\w+\})(?:[/?]|$)/.test(uri)) {
    report(`Integration.Uri ${uri} is no address of an HTTP backend`);
  }
  const tls = properties.nested('TlsConfig');
  const acceptsAnyCertificate = tls?.flag('InsecureSkipVerification') ?? false;
  tls?.close();
  return {
    kind: 'HTTP_PROXY',
    uri,
    httpMethod: properties.text('IntegrationHttpMethod')?.toUpperCase() ?? 'ANY',
    mappings: readMappings(properties, report),
    timeoutMs: readTimeout(properties, report),
    acceptsAnyCertificate,
  };
}

/** Proxy integrations run no templates and select no responses. */
function ignoreTemplates(properties: PropertyReader): void {
  properties.ignore('RequestTemplates', 'PassthroughBehavior', 'IntegrationResponses');
}

function readMock(properties: PropertyReader, report: Report): MockIntegration {
  properties.ignore('Uri', 'IntegrationHttpMethod', 'TimeoutInMillis');
  readMappings(properties, report);
  const passthrough = properties.text('PassthroughBehavior') ?? 'WHEN_NO_MATCH';
  const known = passthrough === 'WHEN_NO_MATCH' || passthrough === 'WHEN_NO_TEMPLATES' || passthrough === 'NEVER';
  if (!known) report(`PassthroughBehavior ${passthrough} is not supported`);
  const handling = properties.text('ContentHandling');
  if (handling === 'CONVERT_TO_BINARY') report('ContentHandling CONVERT_TO_BINARY is not supported for MOCK');
  return {
    kind: 'MOCK',
    requestTemplates: readTemplates(properties, 'RequestTemplates', report),
    passthrough: known ? passthrough : 'NEVER',
    convertsToText: handling === 'CONVERT_TO_TEXT',
    responses: properties.nestedList('IntegrationResponses').map((response) => readMockResponse(response, report)),
  };
}

function readMockResponse(response: PropertyReader, report: Report): MockResponse {
  const status = response.number('StatusCode') ?? 0;
  if (!(status >= 200 && status <= 599)) report(`the StatusCode ${status} of an integration response is not supported`);
  const handling = response.text('ContentHandling') ?? 'CONVERT_TO_TEXT';
  if (handling !== 'CONVERT_TO_TEXT') report(`ContentHandling ${handling} of an integration response is not supported`);
  const pattern = response.text('SelectionPattern') ?? '';
  const selection = pattern === '' ? undefined : compilePattern(pattern, report);
  const headers = [...response.textMap('ResponseParameters')].flatMap(([target, expression]): HeaderMapping[] => {
    const [, name] = /^method\.response\.header\.([\w!#$%&'*+.^`|~-]+)$/.exec(target) ?? [];
    const source = parseMappingSource(expression);
    if (name !== undefined && source !== undefined) return [{ name, source }];
    // A mock has no integration headers, so such a mapping adds nothing.
    if (name === undefined || !/^integration\.response\.(?:multivalue)?header\./.test(expression)) {
      report(`ResponseParameters: ${target}: ${expression} is not supported`);
    }
    return [];
  });
  const templates = readTemplates(response, 'ResponseTemplates', report);
  response.close();
  return { status, ...(selection && { selection }), headers, templates };
}

function readTemplates(properties: PropertyReader, name: string, report: Report): ReadonlyMap<string, TextTemplate> {
  return new Map(
    [...properties.textMap(name)].map(([mediaType, source]) => {
      const template = parseMappingTemplate(source);
      if (template === undefined) report(`${name}: ${mediaType} needs Velocity, which is not supported`);
      return [mediaType, template ?? []];
    }),
  );
}

function readMappings(properties: PropertyReader, report: Report): readonly RequestMapping[] {
  return [...properties.textMap('RequestParameters')].flatMap(([target, expression]) => {
    const [, location, name] = /^integration\.request\.(header|path|querystring)\.(.+)$/s.exec(target) ?? [];
    const source = parseMappingSource(expression);
    const isLocation = location === 'header' || location === 'path' || location === 'querystring';
    if (
      isLocation &&
      name !== undefined &&
      source !== undefined &&
      (location !== 'header' || /^[\w!#$%&'*+.^`|~-]+$/.test(name))
    ) {
      return [{ location, name, source }];
    }
    report(`Integration.RequestParameters: ${target}: ${expression} is not supported`);
    return [];
  });
}

function readTimeout(properties: PropertyReader, report: Report): number {
  const timeout = properties.number('TimeoutInMillis') ?? DEFAULT_TIMEOUT_MS;
  if (timeout < 50) report(`TimeoutInMillis ${timeout} is below 50`);
  return timeout;
}

function compilePattern(pattern: string, report: Report): RegExp | undefined {
  try {
    return new RegExp(`^(?:${pattern})$`);
  } catch {
    report(`SelectionPattern ${pattern} is no regular expression that can be run here`);
    return undefined;
  }
}
