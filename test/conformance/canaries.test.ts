import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { formatConsumerSecret } from '#core/registry/consumer-credentials.ts';
import { anAssertion, ecKeyPair } from '../support/client-assertions.ts';
import { basic, introspect, postForm, revoke } from '../support/client-requests.ts';
import { eventually } from '../support/eventually.ts';
import { http } from '../support/http.ts';
import {
  allLogs,
  type Credentials,
  callGateway,
  callRegistry,
  localStage,
  requestToken,
  subscribe,
  tokenOf,
} from '../support/stage-under-test.ts';

/** Text that stands nowhere else; it is looked for as it is, in base64 with each shift, and with escapes. */
const canary = (what: string) => `canary${what}${randomBytes(12).toString('hex')}`;

function spellings(secret: string): readonly string[] {
  const shifted = [0, 1, 2].map((shift) =>
    Buffer.from(`${'x'.repeat(shift)}${secret}`)
      .toString('base64')
      // What depends on the neighbours is left out at both ends.
      .slice(shift === 0 ? 0 : 4, -4),
  );
  return [secret, encodeURIComponent(secret), Buffer.from(secret).toString('hex'), ...shifted];
}

const planted: string[] = [];
function plant(what: string): string {
  const secret = canary(what);
  planted.push(secret);
  return secret;
}

let client: Credentials;
let token: string;
beforeAll(async () => {
  client = await subscribe(['tickets-2.0', 'forms-1'], ['tickets:write']);
  token = await tokenOf(client);
  planted.push(client.consumerSecret, token.split('.')[2] ?? '');
});

describe('a secret in any place of a request gets into no log, no metric and no audit entry', () => {
  const wrongSecret = () => {
    const secret = formatConsumerSecret(randomBytes(32));
    planted.push(secret);
    return secret;
  };

  test('at the endpoints that clients authenticate at', async () => {
    const { tokenUrl, introspectionUrl, revocationUrl, issuer } = localStage();
    const pair = ecKeyPair();
    for (const url of [tokenUrl, introspectionUrl, revocationUrl]) {
      const grant = { grant_type: 'client_credentials', token: plant('Token') };
      await postForm(url, grant, basic({ ...client, consumerSecret: wrongSecret() }));
      await postForm(url, { ...grant, client_id: client.consumerKey, client_secret: plant('Post') });
      await postForm(url, { ...grant, [plant('Name')]: plant('Value') }, basic(client));
      await postForm(`${url}?client_secret=${plant('Query')}`, grant, basic(client));
      await postForm(url, plant('Body'), { Authorization: `Bearer ${plant('Bearer')}`, Cookie: plant('Cookie') });
      await postForm(url, grant, { Authorization: `Basic ${Buffer.from(plant('Basic')).toString('base64')}` });
      await postForm(url, grant, { ...basic(client), 'X-Api-Key': plant('Header'), 'User-Agent': plant('Agent') });
      const assertion = anAssertion(
        pair,
        { consumerKey: client.consumerKey, issuer, now: Date.now() },
        { claims: { jti: plant('Jti'), note: plant('Claim') }, header: { kid: plant('Kid') } },
      );
      planted.push(assertion.split('.')[2] ?? '');
      const type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
      await postForm(url, { ...grant, client_assertion: assertion, client_assertion_type: type });
    }
    await requestToken(client, { scope: plant('Scope'), resource: plant('Resource') });
    await introspect(client, token);
    await revoke(client, await tokenOf(client));
  });

  test('at a protected project', async () => {
    await callGateway('/tickets/2.0/x', token);
    await callGateway('/tickets/2.0/x', plant('Token'));
    await callGateway(`/tickets/2.0/x?access_token=${plant('Query')}&api_key=${plant('Key')}`, token);
    await callGateway('/tickets/2.0/x', token, { headers: { Cookie: plant('Cookie'), 'X-Secret': plant('Header') } });
    await callGateway('/tickets/2.0/x', undefined, { headers: { Authorization: `Basic ${plant('Basic')}` } });
    await callGateway(`/forms/1/x?access_token=${plant('Query')}`, undefined, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: `access_token=${plant('Form')}&password=${plant('Password')}`,
    });
    await http(`${localStage().gatewayUrl}/tickets/2.0/${'x'.repeat(20)}?token=${plant('Query')}`, { method: 'PUT' });
  });

  test('at the registry', async () => {
    const body = { clientId: client.clientId, productId: client.productId, [plant('Name')]: plant('Value') };
    await callRegistry('POST', '/subscriptions', { body: JSON.stringify(body) });
    await callRegistry('POST', '/subscriptions', { body: `{"secret": "${plant('Broken')}` });
    const jwk = { ...ecKeyPair().jwk, d: plant('Private') };
    const keys = { clientId: client.clientId, productId: client.productId, jwks: { keys: [jwk] } };
    await callRegistry('POST', '/subscriptions', { body: JSON.stringify(keys) });
    await callRegistry('GET', `/clients?cursor=${plant('Cursor')}`);
    await callRegistry('GET', '/clients', { headers: { 'x-secret': plant('Header'), cookie: plant('Cookie') } });
    const rotated = await callRegistry('POST', `/subscriptions/${client.consumerKey}/secrets`, {
      body: JSON.stringify({ overlap: '24h' }),
    });
    expect(rotated.status).toBe(201);
    planted.push(rotated.json.consumerSecret);
  });

  test('and all that is recorded is free of them', async () => {
    await eventually(async () => expect(allLogs()).toContain('"event":"registry changed"'));
    const entity = `subscription/${client.consumerKey}`;
    const audit = await callRegistry('GET', `/audit?entity=${encodeURIComponent(entity)}`);
    const [day = ''] = new Date().toISOString().split('T');
    const ofTheDay = await callRegistry('GET', `/audit?day=${day}`);
    expect(audit.json.items.length).toBeGreaterThan(1);
    const recorded = [allLogs(), audit.text, ofTheDay.text].join('\n');

    expect(planted.length).toBeGreaterThan(50);
    const found = planted.filter((secret) => spellings(secret).some((spelling) => recorded.includes(spelling)));
    expect(found.map((secret) => secret.slice(0, 12))).toEqual([]);
  });

  test('which the search would find', () => {
    for (const text of ['sent %s on', '{"a":"%s"}', 'x%sx']) {
      const secret = canary('Probe');
      const plain = text.replace('%s', secret);
      for (const line of [plain, Buffer.from(plain).toString('base64'), encodeURIComponent(plain)]) {
        expect(spellings(secret).some((spelling) => line.includes(spelling))).toBe(true);
      }
    }
  });
});
