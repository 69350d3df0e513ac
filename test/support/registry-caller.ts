/** Calls the registry API as API Gateway does, with stores, clock and randomness of the test's own. */
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { createRegistryHandler, type RegistryHandlerDependencies } from '#adapters/apigateway/registry-api.ts';
import type { LogFields, LogLevel } from '#adapters/runtime/log.ts';
import { randomBytes } from '#adapters/runtime/random.ts';
import { secretHasher } from '#adapters/runtime/secret-hasher.ts';
import { deployedCatalogue } from '#core/catalog/deployed-catalogue.ts';
import { inMemoryRegistry } from './in-memory-stores.ts';
import { catalogueOfOrders, development } from './orders-catalogue.ts';
import { CREATED_AT } from './registry-fixtures.ts';

export const PRINCIPAL = 'arn:aws:sts::111122223333:assumed-role/operator/alice';

export interface LogLine extends LogFields {
  readonly level: LogLevel;
  readonly event: string;
}

export function registryUnderTest(dependencies: Partial<RegistryHandlerDependencies> = {}) {
  const stores = inMemoryRegistry();
  const lines: LogLine[] = [];
  const handler = createRegistryHandler({
    ...stores,
    catalogue: deployedCatalogue(catalogueOfOrders, development),
    clock: () => CREATED_AT,
    randomBytes,
    secretHasher,
    log: (level, event, fields = {}) => void lines.push({ level, event, ...fields }),
    ...dependencies,
  });
  const call = async (method: string, path: string, body?: unknown): Promise<RegistryAnswer> =>
    answerOf(await handler(registryEvent(method, path, body)));
  return { handler, call, stores, lines };
}

export interface RegistryAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  // biome-ignore lint/suspicious/noExplicitAny: what a test expects of the body, it says itself
  readonly body: any;
}

export function answerOf({ statusCode, headers = {}, body }: APIGatewayProxyResult): RegistryAnswer {
  return { status: statusCode, headers, body: JSON.parse(body) };
}

/** @param path with its query */
export function registryEvent(
  method: string,
  path: string,
  body?: unknown,
  more: Partial<APIGatewayProxyEvent> = {},
): APIGatewayProxyEvent {
  const [pathname = '', search] = path.split('?');
  const query = new URLSearchParams(search);
  const multiValueQuery = Object.fromEntries([...query.keys()].map((name) => [name, query.getAll(name)]));
  const proxy = pathname.replace(/^\/|\/$/g, '');
  return {
    resource: pathname === '/' ? '/' : '/{proxy+}',
    path: pathname,
    httpMethod: method,
    headers: { 'Content-Type': 'application/json' },
    multiValueHeaders: { 'Content-Type': ['application/json'] },
    queryStringParameters: search === undefined ? null : Object.fromEntries(query),
    multiValueQueryStringParameters: search === undefined ? null : multiValueQuery,
    pathParameters: pathname === '/' ? null : { proxy },
    stageVariables: null,
    requestContext: {
      accountId: '111122223333',
      apiId: 'abc',
      authorizer: null,
      httpMethod: method,
      identity: {
        accessKey: 'AKIAFAKE',
        accountId: '111122223333',
        apiKey: null,
        apiKeyId: null,
        caller: 'AROAFAKE:alice',
        clientCert: null,
        cognitoAuthenticationProvider: null,
        cognitoAuthenticationType: null,
        cognitoIdentityId: null,
        cognitoIdentityPoolId: null,
        principalOrgId: null,
        sourceIp: '127.0.0.1',
        user: 'AROAFAKE:alice',
        userAgent: 'test',
        userArn: PRINCIPAL,
      },
      path: `/development${pathname}`,
      protocol: 'HTTP/1.1',
      requestId: 'request-1',
      requestTimeEpoch: CREATED_AT,
      resourceId: 'xyz',
      resourcePath: '/{proxy+}',
      stage: 'development',
    },
    body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
    isBase64Encoded: false,
    ...more,
  };
}
