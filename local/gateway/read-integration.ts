/** Reads the integration of a method: Lambda proxy, HTTP proxy or mock; the others are reported. */
import { functionArnOf } from './lambda-uri.ts';
import { parseMappingSource } from './parameter-mapping.ts';
import type { PropertyReader } from './property-reader.ts';
import { readMock } from './read-mock.ts';
import type { Integration, RequestMapping } from './rest-api-model.ts';
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
      // Mappings fill only what a template may ask for with Velocity; they are read to check them.
      readMappings(properties, report);
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
