import { Agent } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { validate } from '@readme/openapi-parser';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { type HttpAnswer, http } from '../support/http.ts';
import { type DocumentOperation, fillPath, readOperations } from '../support/openapi-operations.ts';
import { type Credentials, callGateway, localStage, subscribe } from '../support/stage-under-test.ts';

const agent = new Agent({ keepAlive: true, maxSockets: 20 });
afterAll(() => agent.destroy());

const { operations } = readOperations('test/support/openapi/bookings.yaml', 'login');
/** What a path refers to another file for is not in it. */
const OF_OTHER_FILES = [
  { method: 'GET', path: '/bookings/{bookingId}', scopes: ['bookings:read'] },
  { method: 'DELETE', path: '/bookings/{bookingId}', scopes: ['bookings:write'] },
];
const scopes = ['bookings:export', 'bookings:read', 'bookings:write'];

let client: Credentials;
let served: HttpAnswer;
let tollgate: GenericClient;
beforeAll(async () => {
  client = await subscribe(['bookings'], scopes);
  served = await callGateway('/bookings/openapi.json');
  tollgate = genericClient(served.json, client);
});

/** Knows nothing but a document and credentials, as the tools do that people make clients with. */
interface GenericClient {
  readonly operations: readonly DocumentOperation[];
  /** With a token of these scopes; by default of those that the document names for the operation. */
  call(method: string, path: string, wanted?: readonly string[]): Promise<HttpAnswer>;
}

// biome-ignore lint/suspicious/noExplicitAny: a client takes a document as it comes
function genericClient(document: any, { consumerKey, consumerSecret }: Credentials): GenericClient {
  const schemes = document.components.securitySchemes;
  const requirementOf = (method: string, path: string): [string, string[]] | undefined => {
    const { security = document.security ?? [] } = document.paths[path][method.toLowerCase()];
    return security.flatMap((alternative: object) => Object.entries(alternative))[0];
  };
  const tokens = new Map<string, Promise<string>>();
  const fetchToken = async (tokenUrl: string, scope: string): Promise<string> => {
    const answer = await http(tokenUrl, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: consumerKey,
        client_secret: consumerSecret,
        scope,
      }).toString(),
    });
    if (answer.status !== 200) throw new Error(`No token: ${answer.status} ${answer.text}`);
    return answer.json.access_token;
  };
  return {
    operations: Object.entries<object>(document.paths).flatMap(([path, item]) =>
      Object.keys(item)
        .filter((key) => key !== 'parameters')
        .map((key) => {
          const method = key.toUpperCase();
          return { method, path, scopes: requirementOf(method, path)?.[1].toSorted() };
        }),
    ),
    call: async (method, path, wanted) => {
      const url = `${document.servers[0].url}${fillPath(path)}`;
      const [scheme = '', needed] = requirementOf(method, path) ?? [];
      if (needed === undefined) return http(url, { method, agent });
      const { type, flows } = schemes[scheme];
      expect(type).toBe('oauth2');
      const scope = (wanted ?? needed).join(' ');
      const token = tokens.get(scope) ?? fetchToken(flows.clientCredentials.tokenUrl, scope);
      tokens.set(scope, token);
      return http(`${url}?day=1&access_token=${await token}`, { method, agent });
    },
  };
}

describe('the OpenAPI document that a project serves', () => {
  test('is there for anyone, and valid for tools of two makes', async () => {
    const config = await createConfig({ extends: ['spec'] });

    expect(served.status).toBe(200);
    expect(served.headers).toMatchObject({
      'content-type': 'application/json',
      'cache-control': 'public, max-age=300',
    });
    expect(await lintFromString({ source: served.text, absoluteRef: '/served.json', config })).toEqual([]);
    expect(await validate(served.json, { resolve: { external: false } })).toMatchObject({ valid: true });
  });

  test('names the proxy and the token endpoint, and neither the backend nor where that one gets its tokens', () => {
    const { gatewayUrl, tokenUrl } = localStage();

    expect(served.json.servers).toEqual([{ url: `${gatewayUrl}/bookings` }]);
    expect(served.json.components.securitySchemes.login).toEqual({
      type: 'oauth2',
      flows: { clientCredentials: { tokenUrl, scopes: expect.any(Object) } },
    });
    expect(served.text).not.toMatch(/bookings(-standby)?\.example\.com|login\.example\.com|urn:tollgate/);
  });

  test('has every operation, with the scopes of its requirement', () => {
    const sorted = (list: readonly DocumentOperation[]) =>
      list.map(({ method, path, scopes: needed }) => `${method} ${path}: ${needed?.join(' ') ?? 'public'}`).sort();

    expect(sorted(tollgate.operations)).toEqual(sorted([...operations, ...OF_OTHER_FILES]));
  });

  test('is enough for a client that does what it says: every operation is called, with a token for it', async () => {
    const answers = await Promise.all(tollgate.operations.map(({ method, path }) => tollgate.call(method, path)));

    expect(answers.map(({ status, json }) => ({ status, arrived: `${json?.method} ${json?.url}` }))).toEqual(
      tollgate.operations.map(({ method, path, scopes: needed }) => {
        const query = needed === undefined ? '' : '?day=1';
        return { status: 207, arrived: `${method} ${fillPath(`/bookings${path}`)}${query}` };
      }),
    );
  });

  test('and tells the truth: a token for another operation is refused, and none as well', async () => {
    const secured = tollgate.operations.filter((one) => one.scopes !== undefined);
    const lacking = secured.flatMap(({ method, path, scopes: needed = [] }) =>
      needed.map((scope) => ({ method, path, scope })),
    );

    const refused = await Promise.all(
      lacking.map(({ method, path, scope }) =>
        tollgate.call(
          method,
          path,
          scopes.filter((one) => one !== scope),
        ),
      ),
    );
    const without = await Promise.all(
      secured.map(({ method, path }) => callGateway(`/bookings${fillPath(path)}`, undefined, { method, agent })),
    );

    expect(refused.map(({ status, json }) => [status, json.error, json.scope.split(' ')])).toEqual(
      lacking.map(({ scope }) => [403, 'insufficient_scope', expect.arrayContaining([scope])]),
    );
    expect(without.map(({ status }) => status)).toEqual(secured.map(() => 401));
  });

  test.each([
    ['POST', '/bookings/openapi.json'],
    ['GET', '/bookings/openapi.yaml'],
    ['GET', '/stock/2/openapi.json'],
  ])('is at its place alone: %s %s is 404', async (method, path) => {
    expect((await callGateway(path, undefined, { method })).status).toBe(404);
  });
});
