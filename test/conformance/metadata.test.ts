import { beforeAll, describe, expect, test } from '@jest/globals';
import { anAssertion, ecKeyPair, ed25519KeyPair, rsaKeyPair } from '../support/client-assertions.ts';
import { basic, introspect, postForm, revoke } from '../support/client-requests.ts';
import { http } from '../support/http.ts';
import {
  callGateway,
  callRegistry,
  localStage,
  requestToken,
  subscribe,
  tokenOf,
} from '../support/stage-under-test.ts';

const openidUrl = () => `${localStage().issuer}/.well-known/openid-configuration`;
const resourceUrl = (path = '') => `${localStage().gatewayUrl}/.well-known/oauth-protected-resource${path}`;

describe('RFC 8414: the authorization server’s metadata', () => {
  test('§3.1: stand after the issuer’s path, in both places, as one document', async () => {
    const { metadataUrl, issuer } = localStage();
    const document = await http(metadataUrl);

    expect(metadataUrl).toBe(`${issuer}/.well-known/oauth-authorization-server`);
    expect(document).toMatchObject({ status: 200, headers: { 'content-type': 'application/json' } });
    expect((await http(openidUrl())).text).toBe(document.text);
  });

  test('§2: name the issuer of the tokens and every endpoint there is', async () => {
    const { metadataUrl, issuer, tokenUrl, jwksUrl, introspectionUrl, revocationUrl } = localStage();
    const methods = ['client_secret_basic', 'client_secret_post', 'private_key_jwt'];
    const algorithms = ['ES256', 'RS256', 'EdDSA', 'Ed25519'];
    const token = await tokenOf(await subscribe(['tickets-2.0']));

    expect((await http(metadataUrl)).json).toEqual({
      issuer,
      token_endpoint: tokenUrl,
      jwks_uri: jwksUrl,
      response_types_supported: [],
      grant_types_supported: ['client_credentials'],
      token_endpoint_auth_methods_supported: methods,
      token_endpoint_auth_signing_alg_values_supported: algorithms,
      introspection_endpoint: introspectionUrl,
      introspection_endpoint_auth_methods_supported: methods,
      introspection_endpoint_auth_signing_alg_values_supported: algorithms,
      revocation_endpoint: revocationUrl,
      revocation_endpoint_auth_methods_supported: methods,
      revocation_endpoint_auth_signing_alg_values_supported: algorithms,
    });
    expect(JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).iss).toBe(issuer);
  });

  test('§2: tell the truth about authentication: what is listed works, and what is not does not', async () => {
    const client = await subscribe(['tickets-2.0']);
    const { tokenUrl, introspectionUrl, revocationUrl, issuer, metadataUrl } = localStage();
    const ed25519 = ed25519KeyPair();
    const pairs = [ecKeyPair(), rsaKeyPair(), ed25519, { ...ed25519, alg: 'Ed25519' }];
    const jwks = { keys: pairs.slice(0, 3).map(({ jwk }) => jwk) };
    const patch = { body: JSON.stringify({ jwks }), headers: { 'if-match': '*' } };
    expect((await callRegistry('PATCH', `/subscriptions/${client.consumerKey}`, patch)).status).toBe(200);
    const metadata = (await http(metadataUrl)).json;
    const algorithms = metadata.token_endpoint_auth_signing_alg_values_supported;
    expect(algorithms).toHaveLength(pairs.length);
    expect(metadata.revocation_endpoint_auth_signing_alg_values_supported).toEqual(algorithms);
    expect(metadata.introspection_endpoint_auth_signing_alg_values_supported).toEqual(algorithms);
    const { consumerKey: client_id, consumerSecret: client_secret } = client;
    const assertion = {
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: 'a.b.c',
    };

    for (const url of [tokenUrl, introspectionUrl, revocationUrl]) {
      const form = { grant_type: 'client_credentials', token: 'x' };
      expect((await postForm(url, form, basic(client))).status).toBe(200);
      expect((await postForm(url, { ...form, client_id, client_secret })).status).toBe(200);
      expect((await postForm(url, { ...form, client_id })).status).toBe(401);
      expect((await postForm(url, { ...form, client_id, ...assertion })).status).toBe(401);
      for (const [index, pair] of pairs.entries()) {
        expect(algorithms[index]).toBe(pair.alg);
        const client_assertion = anAssertion(pair, { consumerKey: client_id, issuer, now: Date.now() });
        expect((await postForm(url, { ...form, ...assertion, client_assertion })).status).toBe(200);
      }
    }
  });

  test('§3.2: hold neither null nor an empty list, but for the response types', async () => {
    const { response_types_supported, ...others } = (await http(localStage().metadataUrl)).json;

    expect(response_types_supported).toEqual([]);
    for (const value of Object.values(others)) expect([value].flat()).not.toEqual([]);
    expect(JSON.stringify(others)).not.toContain('null');
  });

  test('RFC 9700 §4.12: are the same whatever host the caller claims to have called', async () => {
    const plain = (await http(localStage().metadataUrl)).text;
    const names = ['X-Forwarded-Host', 'X-Forwarded-Proto', 'X-Forwarded-Port', 'X-Original-Host', 'Forwarded'];

    for (const name of names) {
      const value = name === 'Forwarded' ? 'host=evil.example;proto=http' : 'evil.example';
      expect((await http(localStage().metadataUrl, { headers: { [name]: value } })).text).toBe(plain);
      expect((await http(resourceUrl(), { headers: { [name]: value } })).text).not.toContain('evil');
    }
  });
});

describe('RFC 9110: the public documents over HTTP', () => {
  const documents = [
    ['the metadata', () => localStage().metadataUrl],
    ['the OpenID location', openidUrl],
    ['the key set', () => localStage().jwksUrl],
    ['the gateway as a resource', () => resourceUrl()],
    ['a project as a resource', () => resourceUrl('/tickets/2.0')],
  ] as const;

  test.each(documents)('§13.1.2: %s may be kept, and asked about by its ETag', async (_, url) => {
    const first = await http(url());
    const etag = String(first.headers.etag);

    expect(first.headers['cache-control']).toBe('public, max-age=300');
    expect(etag).toMatch(/^"[\w-]+"$/);
    for (const known of [etag, `W/${etag}`, `"x", ${etag}`, '*']) {
      expect(await http(url(), { headers: { 'If-None-Match': known } })).toMatchObject({
        status: 304,
        text: '',
        // RFC 9111 §3.2: what stands here replaces what a cache has kept.
        headers: { etag, 'content-type': first.headers['content-type'], 'cache-control': 'public, max-age=300' },
      });
    }
    expect(await http(url(), { headers: { 'If-None-Match': '"other"' } })).toMatchObject({ status: 200 });
  });

  test.each(documents)('§9.3.2: %s answers HEAD without a body, and other methods with 405', async (_, url) => {
    expect(await http(url(), { method: 'HEAD' })).toMatchObject({ status: 200, text: '' });
    for (const method of ['POST', 'PUT', 'DELETE']) {
      expect(await http(url(), { method })).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
    }
  });

  test.each(documents)('%s needs no authentication, and ignores a wrong one', async (_, url) => {
    expect((await http(url(), { headers: { Authorization: 'Bearer x' } })).status).toBe(200);
  });
});

describe('RFC 9728: protected resource metadata', () => {
  test('§2: of a project name its URL, the issuer, and where it takes tokens with which scopes', async () => {
    const { issuer, gatewayUrl } = localStage();
    const metadata = async (path: string) => (await http(resourceUrl(path))).json;

    expect(await metadata('/tickets/2.0')).toEqual({
      resource: `${gatewayUrl}/tickets/2.0`,
      authorization_servers: [issuer],
      bearer_methods_supported: ['header'],
      resource_name: 'Tickets',
    });
    expect(await metadata('/archive')).toMatchObject({
      bearer_methods_supported: ['header', 'query'],
      scopes_supported: ['archive:read'],
    });
    expect(await metadata('/warehouse')).toMatchObject({ scopes_supported: ['stock:read', 'stock:write'] });
    expect(await metadata('/forms/1')).toMatchObject({ bearer_methods_supported: ['header', 'body'] });
  });

  test('§2: do not take a query parameter of another name for the one of RFC 6750', async () => {
    expect((await http(resourceUrl('/ledger'))).json.bearer_methods_supported).toEqual(['header']);
  });

  test('§2: of the gateway name what every token is for', async () => {
    const { issuer, gatewayUrl } = localStage();

    expect((await http(resourceUrl())).json).toEqual({
      resource: gatewayUrl,
      authorization_servers: [issuer],
      bearer_methods_supported: ['header'],
    });
  });

  test.each(['/nothing', '/tickets', '/tickets/2.0/x', '/token', '/%74ickets/2.0'])(
    '%s is no protected resource',
    async (path) => {
      expect(await http(resourceUrl(path))).toMatchObject({ status: 404, json: { error: 'not_found' } });
    },
  );

  let token: string;
  beforeAll(async () => {
    token = await tokenOf(await subscribe(['tickets-2.0']));
  });

  test.each([
    ['no token, in the header', () => callGateway('/tickets/2.0/x'), ''],
    ['a bad token in the query', () => callGateway('/archive/x?access_token=x'), ''],
    ['a token that opens too little', () => callGateway('/vault/x', token), ''],
    ['no token, where a function answers', () => callGateway('/forms/1/x'), '/forms/1'],
    ['a token that opens too little there', () => callGateway('/forms/1/x', token), '/forms/1'],
  ])('§5.1: the challenge to %s leads to the metadata of what was called', async (_, call, project) => {
    const { headers } = await call();
    const challenge = String(headers['www-authenticate'] ?? headers['x-amzn-remapped-www-authenticate']);
    const [, url = ''] = /resource_metadata="([^"]+)"/.exec(challenge) ?? [];

    expect(challenge.match(/resource_metadata=/g)).toHaveLength(1);
    expect((await http(url)).json.resource).toBe(`${localStage().gatewayUrl}${project}`);
  });
});

test('RFC 6749 §5.2: every 401 and 400 of the three endpoints is JSON that nobody may store', async () => {
  const client = await subscribe(['tickets-2.0']);
  const answers = [
    await requestToken({ ...client, consumerSecret: 'x' }),
    await introspect({ ...client, consumerSecret: 'x' }, 'x'),
    await revoke({ ...client, consumerSecret: 'x' }, 'x'),
    await requestToken(client, { scope: '"' }),
    await introspect(client, ''),
    await revoke(client, ''),
  ];

  expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 400, 400, 400]);
  for (const { headers, json } of answers) {
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'cache-control': 'no-store' });
    expect(json.error_description).toMatch(/^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/);
  }
});
