/** Calls the registry API as API Gateway does, with stores, clock and randomness of the test's own. */
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { createRegistryHandler, type RegistryHandlerDependencies } from '#adapters/apigateway/registry-api.ts';
import type { LogFields, LogLevel } from '#adapters/runtime/log.ts';
import { randomBytes } from '#adapters/runtime/random.ts';
import { secretHasher } from '#adapters/runtime/secret-hasher.ts';
import { deployedCatalogue } from '#core/catalog/deployed-catalogue.ts';
import { auditedKeyRecords } from '#core/keys/audited-signing-keys.ts';
import { DAY } from '#core/keys/key-times.ts';
import { AUDITED_CLIENTS, AUDITED_PRODUCTS, AUDITED_SUBSCRIPTIONS } from '#core/registry/audited-kind.ts';
import { auditedStore } from '#core/registry/audited-store.ts';
import { inMemoryAuditTrail } from './in-memory-audit-trail.ts';
import { inMemorySecretUses } from './in-memory-secret-uses.ts';
import { inMemorySigningKeys, TWO_KEYS } from './in-memory-signing-keys.ts';
import { inMemoryRegistry } from './in-memory-stores.ts';
import { catalogueOfOrders, development } from './orders-catalogue.ts';
import { CREATED_AT } from './registry-fixtures.ts';

export const GATEWAY_URL = 'https://gateway.example/development';
export const PRINCIPAL = 'arn:aws:sts::111122223333:assumed-role/operator/alice';

export interface LogLine extends LogFields {
  readonly level: LogLevel;
  readonly event: string;
}

/** @param budget milliseconds that a request may take */
export function registryUnderTest(dependencies: Partial<RegistryHandlerDependencies> = {}, budget?: number) {
  const stores = inMemoryRegistry();
  const auditTrail = inMemoryAuditTrail();
  const audit = {
    audit: auditTrail,
    report: (fault: unknown) => {
      throw fault;
    },
  };
  const secretUses = inMemorySecretUses();
  const signingKeys = inMemorySigningKeys(() => CREATED_AT, TWO_KEYS);
  const lines: LogLine[] = [];
  const ports: RegistryHandlerDependencies = {
    products: { ...stores.products, ...auditedStore({ kind: AUDITED_PRODUCTS, store: stores.products, ...audit }) },
    clients: { ...stores.clients, ...auditedStore({ kind: AUDITED_CLIENTS, store: stores.clients, ...audit }) },
    subscriptions: {
      ...stores.subscriptions,
      ...auditedStore({ kind: AUDITED_SUBSCRIPTIONS, store: stores.subscriptions, ...audit }),
    },
    auditTrail,
    secretUses,
    signingKeys: {
      keys: auditedKeyRecords(signingKeys, audit),
      schedule: { rotationPeriod: 30 * DAY },
      digest: secretHasher.hash,
      now: () => CREATED_AT,
    },
    catalogue: deployedCatalogue(catalogueOfOrders, development),
    gatewayUrl: GATEWAY_URL,
    clock: () => CREATED_AT,
    randomBytes,
    secretHasher,
    log: (level, event, fields = {}) => void lines.push({ level, event, ...fields }),
    ...dependencies,
  };
  const handler = createRegistryHandler(ports, budget);
  const call: RegistryCall = async (method, path, body, headers) =>
    answerOf(await handler(registryEvent(method, path, body, { headers })));
  return { handler, call, stores, signingKeys, auditTrail, secretUses, lines };
}

/** @param headers besides the content type; an undefined one is left out, the content type as well */
export type RegistryCall = (
  method: string,
  path: string,
  body?: unknown,
  headers?: CallHeaders,
) => Promise<RegistryAnswer>;

export type CallHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

export interface RegistryAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  // biome-ignore lint/suspicious/noExplicitAny: what a test expects of the body, it says itself
  readonly body: any;
}

export function answerOf({ statusCode, headers = {}, body }: APIGatewayProxyResult): RegistryAnswer {
  return { status: statusCode, headers, body: body === '' ? undefined : JSON.parse(body) };
}

/** @param path with its query */
export function registryEvent(
  method: string,
  path: string,
  body?: unknown,
  {
    headers = {},
    ...more
  }: { readonly headers?: CallHeaders | undefined } & Partial<Omit<APIGatewayProxyEvent, 'headers'>> = {},
): APIGatewayProxyEvent {
  const sent = Object.entries({ 'Content-Type': 'application/json', ...headers }).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, [value].flat()] as const],
  );
  const [pathname = '', search] = path.split('?');
  const query = new URLSearchParams(search);
  const multiValueQuery = Object.fromEntries([...query.keys()].map((name) => [name, query.getAll(name)]));
  const proxy = pathname.replace(/^\/|\/$/g, '');
  return {
    resource: pathname === '/' ? '/' : '/{proxy+}',
    path: pathname,
    httpMethod: method,
    headers: Object.fromEntries(sent.map(([name, values]) => [name, values.at(-1)])),
    multiValueHeaders: Object.fromEntries(sent),
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
