import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from '@jest/globals';
import * as oauth4webapi from 'oauth4webapi';
import * as openidClient from 'openid-client';
import { ClientCredentials } from 'simple-oauth2';
import { stageFetch } from '../support/stage-fetch.ts';
import { type Credentials, callGateway, callRegistry, localStage, subscribe } from '../support/stage-under-test.ts';

/** For discovery with openid-client. */
const DISCOVERY: openidClient.DiscoveryRequestOptions = {
  execute: [openidClient.allowInsecureRequests],
  [openidClient.customFetch]: stageFetch,
};

let client: Credentials;
beforeAll(async () => {
  client = await subscribe(['tickets-2.0'], ['tickets:read']);
});

async function register(key: oauth4webapi.CryptoKey) {
  const { kty, crv, x, y, n, e } = await crypto.subtle.exportKey('jwk', key);
  const jwks = { keys: [{ kty, crv, x, y, n, e }] };
  const patch = { body: JSON.stringify({ jwks }), headers: { 'if-match': '*' } };
  const { status, text } = await callRegistry('PATCH', `/subscriptions/${client.consumerKey}`, patch);
  if (status !== 200) throw new Error(text);
}

async function expectToOpenTickets(token: string | undefined) {
  expect((await callGateway('/tickets/2.0/x', token)).status).toBe(200);
}

describe('clients that others wrote get a token and call the API', () => {
  test('openid-client', async () => {
    const { issuer, tokenUrl, jwksUrl } = localStage();
    const server = { issuer, token_endpoint: tokenUrl, jwks_uri: jwksUrl };
    const config = new openidClient.Configuration(
      server,
      client.consumerKey,
      client.consumerSecret,
      openidClient.ClientSecretBasic(),
    );
    openidClient.allowInsecureRequests(config);
    config[openidClient.customFetch] = stageFetch;

    const tokens = await openidClient.clientCredentialsGrant(config, { scope: 'tickets:read' });
    const url = new URL(`${localStage().gatewayUrl}/tickets/2.0/x`);
    const answer = await openidClient.fetchProtectedResource(config, tokens.access_token, url, 'GET');

    expect(tokens).toMatchObject({ token_type: 'bearer', expires_in: 600, scope: 'tickets:read' });
    expect(answer.status).toBe(200);
  });

  test('openid-client discovers the endpoints, introspects its token and revokes it', async () => {
    const { issuer, gatewayUrl } = localStage();
    const { consumerKey, consumerSecret } = client;
    for (const authentication of [openidClient.ClientSecretBasic(), openidClient.ClientSecretPost()]) {
      const config = await openidClient.discovery(
        new URL(issuer),
        consumerKey,
        consumerSecret,
        authentication,
        DISCOVERY,
      );
      const { access_token } = await openidClient.clientCredentialsGrant(config);

      expect(await openidClient.tokenIntrospection(config, access_token)).toMatchObject({
        active: true,
        client_id: consumerKey,
        scope: 'tickets:read',
      });
      await openidClient.tokenRevocation(config, access_token);

      expect(await openidClient.tokenIntrospection(config, access_token)).toEqual({ active: false });
      const call = openidClient.fetchProtectedResource(
        config,
        access_token,
        new URL(`${gatewayUrl}/tickets/2.0/x`),
        'GET',
      );
      await expect(call).rejects.toMatchObject({ status: 401 });
    }
  });

  test('openid-client learns from a refusal that the credentials are wrong', async () => {
    const config = await openidClient.discovery(
      new URL(localStage().issuer),
      client.consumerKey,
      'wrong',
      openidClient.ClientSecretBasic(),
      DISCOVERY,
    );

    await expect(openidClient.clientCredentialsGrant(config)).rejects.toMatchObject({ error: 'invalid_client' });
    await expect(openidClient.tokenIntrospection(config, 'x')).rejects.toMatchObject({ error: 'invalid_client' });
    await expect(openidClient.tokenRevocation(config, 'x')).rejects.toMatchObject({ error: 'invalid_client' });
  });

  test('openid-client, with a key of its own', async () => {
    for (const alg of ['ES256', 'RS256', 'Ed25519'] as const) {
      const { publicKey, privateKey } = await oauth4webapi.generateKeyPair(alg, {
        extractable: true,
        modulusLength: 3_072,
      });
      await register(publicKey);
      const config = await openidClient.discovery(
        new URL(localStage().issuer),
        client.consumerKey,
        undefined,
        openidClient.PrivateKeyJwt(privateKey),
        DISCOVERY,
      );

      const { access_token } = await openidClient.clientCredentialsGrant(config, { scope: 'tickets:read' });

      await expectToOpenTickets(access_token);
      expect((await openidClient.tokenIntrospection(config, access_token)).active).toBe(true);
      await openidClient.tokenRevocation(config, access_token);
      expect((await openidClient.tokenIntrospection(config, access_token)).active).toBe(false);
    }
  });

  test('oauth4webapi finds the metadata of a protected resource', async () => {
    const { gatewayUrl, issuer } = localStage();
    const resource = new URL(`${gatewayUrl}/tickets/2.0`);
    const response = await stageFetch(`${gatewayUrl}/.well-known/oauth-protected-resource/tickets/2.0`);

    const metadata = await oauth4webapi.processResourceDiscoveryResponse(resource, response);

    expect(metadata.authorization_servers).toEqual([issuer]);
  });

  test('simple-oauth2 revokes a token', async () => {
    const { origin, pathname } = new URL(localStage().tokenUrl);
    const revokePath = new URL(localStage().revocationUrl).pathname;
    const oauth2 = new ClientCredentials({
      client: { id: client.consumerKey, secret: client.consumerSecret },
      auth: { tokenHost: origin, tokenPath: pathname, revokePath },
    });
    const token = await oauth2.getToken({});

    await token.revoke('access_token');

    expect((await callGateway('/tickets/2.0/x', String(token.token.access_token))).status).toBe(401);
  });

  test('oauth4webapi, with credentials in the body', async () => {
    const { issuer, tokenUrl } = localStage();
    const server = { issuer, token_endpoint: tokenUrl };
    const me = { client_id: client.consumerKey };
    const options = { [oauth4webapi.allowInsecureRequests]: true, [oauth4webapi.customFetch]: stageFetch };

    const response = await oauth4webapi.clientCredentialsGrantRequest(
      server,
      me,
      oauth4webapi.ClientSecretPost(client.consumerSecret),
      new URLSearchParams(),
      options,
    );
    const tokens = await oauth4webapi.processClientCredentialsResponse(server, me, response);

    await expectToOpenTickets(tokens.access_token);
  });

  test('simple-oauth2', async () => {
    const { origin, pathname } = new URL(localStage().tokenUrl);
    const oauth2 = new ClientCredentials({
      client: { id: client.consumerKey, secret: client.consumerSecret },
      auth: { tokenHost: origin, tokenPath: pathname },
    });

    const { token } = await oauth2.getToken({ scope: 'tickets:read' });

    await expectToOpenTickets(String(token.access_token));
  });

  test('curl', async () => {
    const curl = promisify(execFile);
    const { tokenUrl, gatewayUrl } = localStage();
    const credentials = `${client.consumerKey}:${client.consumerSecret}`;

    const answer = await curl('curl', ['-s', '-u', credentials, '-d', 'grant_type=client_credentials', tokenUrl]);
    const { access_token } = JSON.parse(answer.stdout);
    const call = await curl('curl', [
      '-s',
      '-w',
      '%{http_code}',
      '-o',
      '-',
      '-H',
      `Authorization: Bearer ${access_token}`,
      `${gatewayUrl}/tickets/2.0/x`,
    ]);

    expect(call.stdout).toMatch(/200$/);
    expect(call.stdout).toContain('Hello from the sample backend.');
  });
});
