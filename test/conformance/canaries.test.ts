import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { formatConsumerSecret } from '#core/registry/consumer-credentials.ts';
import { canaries } from '../support/canaries.ts';
import { anAssertion, ecKeyPair } from '../support/client-assertions.ts';
import { basic, introspect, postForm, revoke } from '../support/client-requests.ts';
import { eventually } from '../support/eventually.ts';
import { type HttpAnswer, http } from '../support/http.ts';
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

const secrets = canaries();
const { plant } = secrets;

const fieldName = plant('Field');

/** What was answered to requests that were refused: an error repeats no secret either. */
const refusals: string[] = [];

/** The request, whose refusal is kept. */
function send<Given extends readonly unknown[]>(request: (...given: Given) => Promise<HttpAnswer>) {
  return async (...given: Given): Promise<HttpAnswer> => {
    const answer = await request(...given);
    // API Gateway repeats the ids that a caller has chosen, to that caller.
    const { 'x-amzn-requestid': _, 'x-amzn-trace-id': __, ...headers } = answer.headers;
    if (answer.status >= 400) refusals.push(`${answer.text} ${JSON.stringify(headers)}`);
    return answer;
  };
}

let client: Credentials;
let token: string;
beforeAll(async () => {
  client = await subscribe(['tickets-2.0', 'forms-1'], ['tickets:write']);
  token = await tokenOf(client);
  secrets.add(client.consumerSecret, token.split('.')[2] ?? '');
});

describe('a secret in any place of a request gets into no log, no metric and no audit entry', () => {
  const wrongSecret = () => {
    const secret = formatConsumerSecret(randomBytes(32));
    secrets.add(secret);
    return secret;
  };

  test('at the endpoints that clients authenticate at', async () => {
    const { tokenUrl, introspectionUrl, revocationUrl, issuer } = localStage();
    const pair = ecKeyPair();
    for (const url of [tokenUrl, introspectionUrl, revocationUrl]) {
      const grant = { grant_type: 'client_credentials', token: plant('Token') };
      await send(postForm)(url, grant, basic({ ...client, consumerSecret: wrongSecret() }));
      await send(postForm)(url, { ...grant, client_id: client.consumerKey, client_secret: plant('Post') });
      await send(postForm)(url, { ...grant, [plant('Name')]: plant('Value') }, basic(client));
      await send(postForm)(`${url}?client_secret=${plant('Query')}`, grant, basic(client));
      await send(postForm)(url, plant('Body'), { Authorization: `Bearer ${plant('Bearer')}`, Cookie: plant('Cookie') });
      await send(postForm)(url, grant, { Authorization: `Basic ${Buffer.from(plant('Basic')).toString('base64')}` });
      await send(postForm)(url, grant, {
        ...basic(client),
        'X-Api-Key': plant('Header'),
        'User-Agent': plant('Agent'),
      });
      const assertion = anAssertion(
        pair,
        { consumerKey: client.consumerKey, issuer, now: Date.now() },
        { claims: { jti: plant('Jti'), note: plant('Claim') }, header: { kid: plant('Kid') } },
      );
      secrets.add(assertion.split('.')[2] ?? '');
      const type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
      await send(postForm)(url, { ...grant, client_assertion: assertion, client_assertion_type: type });
    }
    for (const url of [tokenUrl, introspectionUrl, revocationUrl]) {
      // As if it were something else that may be told of.
      const grant = { grant_type: 'client_credentials', token: 'none' };
      await send(postForm)(url, { ...grant, client_id: wrongSecret(), client_secret: wrongSecret() });
      await send(postForm)(url, grant, basic({ consumerKey: wrongSecret(), consumerSecret: client.consumerSecret }));
      const told = {
        'x-amzn-RequestId': wrongSecret(),
        'X-Amzn-Trace-Id': `Root=${wrongSecret()}`,
        Origin: plant('Origin'),
      };
      await send(postForm)(url, grant, { ...told, Referer: plant('Referer'), Forwarded: plant('For') });
    }
    await send(requestToken)(client, { scope: plant('Scope'), resource: plant('Resource') });
    await send(introspect)(client, token);
    await send(revoke)(client, await tokenOf(client));
  });

  test('at a protected project', async () => {
    await send(callGateway)('/tickets/2.0/x', token);
    await send(callGateway)('/tickets/2.0/x', plant('Token'));
    await send(callGateway)(`/tickets/2.0/x?access_token=${plant('Query')}&api_key=${plant('Key')}`, token);
    await send(callGateway)('/tickets/2.0/x', token, {
      headers: { Cookie: plant('Cookie'), 'X-Secret': plant('Header') },
    });
    await send(callGateway)('/tickets/2.0/x', undefined, { headers: { Authorization: `Basic ${plant('Basic')}` } });
    await send(callGateway)(`/forms/1/x?access_token=${plant('Query')}`, undefined, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: `access_token=${plant('Form')}&password=${plant('Password')}`,
    });
    await send(http)(`${localStage().gatewayUrl}/tickets/2.0/${'x'.repeat(20)}?token=${plant('Query')}`, {
      method: 'PUT',
    });
  });

  test('at the registry', async () => {
    const body = { clientId: client.clientId, productId: client.productId, [fieldName]: plant('Value') };
    await send(callRegistry)('POST', '/subscriptions', { body: JSON.stringify(body) });
    await send(callRegistry)('POST', '/subscriptions', { body: `{"secret": "${plant('Broken')}` });
    const jwk = { ...ecKeyPair().jwk, d: plant('Private') };
    const keys = { clientId: client.clientId, productId: client.productId, jwks: { keys: [jwk] } };
    await send(callRegistry)('POST', '/subscriptions', { body: JSON.stringify(keys) });
    await send(callRegistry)('GET', `/clients?cursor=${plant('Cursor')}`);
    await send(callRegistry)('GET', '/clients', { headers: { 'x-secret': plant('Header'), cookie: plant('Cookie') } });
    const aClient = { clientId: `client-${randomUUID()}`, displayName: 'Client', email: 'a@example.com' };
    const made = await callRegistry('POST', '/clients', {
      body: JSON.stringify(aClient),
      headers: { 'idempotency-key': plant('Idempotency') },
    });
    expect(made.status).toBe(201);
    const changed = { body: '{"displayName":"x"}', headers: { 'if-match': plant('Match') } };
    await send(callRegistry)('PATCH', `/clients/${client.clientId}`, changed);
    await send(callRegistry)('GET', '/clients', { secretAccessKey: plant('Signing') });
    for (const things of ['clients', 'products', 'subscriptions', 'audit']) {
      await send(callRegistry)('GET', `/${things}/${wrongSecret()}`);
      await send(http)(`${localStage().registryUrl}/${things}`, {
        headers: { Authorization: `Bearer ${plant('Bearer')}` },
      });
    }
    const told = { 'x-amzn-requestid': wrongSecret() };
    await send(callRegistry)('PATCH', `/subscriptions/${client.consumerKey}`, {
      ...changed,
      headers: { ...told, 'if-match': '"x"' },
    });
    const rotated = await callRegistry('POST', `/subscriptions/${client.consumerKey}/secrets`, {
      body: JSON.stringify({ overlap: '24h' }),
    });
    expect(rotated.status).toBe(201);
    secrets.add(rotated.json.consumerSecret);
  });

  test('and all that is recorded is free of them', async () => {
    await eventually(async () => expect(allLogs()).toContain('"event":"registry changed"'));
    const entity = `subscription/${client.consumerKey}`;
    const audit = await callRegistry('GET', `/audit?entity=${encodeURIComponent(entity)}`);
    const [day = ''] = new Date().toISOString().split('T');
    const ofTheDay = await callRegistry('GET', `/audit?day=${day}`);
    expect(audit.json.items.length).toBeGreaterThan(1);
    const recorded = [allLogs(), audit.text, ofTheDay.text].join('\n');

    expect(secrets.count()).toBeGreaterThan(60);
    expect(secrets.foundIn(recorded)).toEqual([]);
    expect(refusals.length).toBeGreaterThan(30);
    // Whoever misspells a field is told which.
    expect(secrets.foundIn(refusals.join('\n').replaceAll(fieldName, ''))).toEqual([]);
  });

  test('which the search would find', () => {
    for (const text of ['sent %s on', '{"a":"%s"}', 'x%sx']) {
      const probe = canaries();
      const secret = probe.plant('Probe');
      const plain = text.replace('%s', secret);
      const hash = createHash('sha256').update(secret).digest('hex');
      for (const line of [plain, Buffer.from(plain).toString('base64'), encodeURIComponent(plain), hash]) {
        expect(probe.foundIn(line)).toEqual(['canaryProbe'.padEnd(12, secret[11])]);
      }
    }
  });
});
