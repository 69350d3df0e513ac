import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from '@jest/globals';
import * as oauth4webapi from 'oauth4webapi';
import * as openidClient from 'openid-client';
import { ClientCredentials } from 'simple-oauth2';
import { type Credentials, callGateway, localStage, subscribe } from '../support/stage-under-test.ts';

let client: Credentials;
beforeAll(async () => {
  client = await subscribe(['tickets-2.0'], ['tickets:read']);
});

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

    const tokens = await openidClient.clientCredentialsGrant(config, { scope: 'tickets:read' });
    const url = new URL(`${localStage().gatewayUrl}/tickets/2.0/x`);
    const answer = await openidClient.fetchProtectedResource(config, tokens.access_token, url, 'GET');

    expect(tokens).toMatchObject({ token_type: 'bearer', expires_in: 600, scope: 'tickets:read' });
    expect(answer.status).toBe(200);
  });

  test('oauth4webapi, with credentials in the body', async () => {
    const { issuer, tokenUrl } = localStage();
    const server = { issuer, token_endpoint: tokenUrl };
    const me = { client_id: client.consumerKey };
    const insecure = { [oauth4webapi.allowInsecureRequests]: true };

    const response = await oauth4webapi.clientCredentialsGrantRequest(
      server,
      me,
      oauth4webapi.ClientSecretPost(client.consumerSecret),
      new URLSearchParams(),
      insecure,
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
