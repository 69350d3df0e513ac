import { beforeAll, describe, expect, test } from '@jest/globals';
import { basic, introspect, postForm, revoke } from '../support/client-requests.ts';
import { http } from '../support/http.ts';
import { type Credentials, callGateway, localStage, requestToken, subscribe } from '../support/stage-under-test.ts';

const url = (path: string) => `${localStage().gatewayUrl}${path}`;
let client: Credentials;
beforeAll(async () => {
  client = await subscribe(['tickets-2.0', 'archive'], ['archive:read', 'tickets:write']);
});

function request(...resources: readonly string[]) {
  const form = new URLSearchParams({ grant_type: 'client_credentials' });
  for (const resource of resources) form.append('resource', resource);
  return postForm(localStage().tokenUrl, form.toString(), basic(client));
}

const audienceOf = (jwt: string) => JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()).aud;

describe('RFC 8707 §2: a token that is asked for with a resource', () => {
  test('is for it and nothing else: another project of the same product refuses it', async () => {
    const { json } = await request(url('/archive'));

    expect(audienceOf(json.access_token)).toBe(url('/archive'));
    expect((await callGateway('/archive/x', json.access_token)).status).toBe(200);
    expect((await callGateway('/tickets/2.0/x', json.access_token)).status).toBe(401);
    expect((await callGateway(`/archive/x`, json.access_token)).status).toBe(200);
  });

  test('is for both where two are named', async () => {
    const { json } = await request(url('/archive'), url('/tickets/2.0'));

    expect(audienceOf(json.access_token)).toEqual([url('/archive'), url('/tickets/2.0')]);
    expect((await callGateway('/archive/x', json.access_token)).status).toBe(200);
    expect((await callGateway('/tickets/2.0/x', json.access_token)).status).toBe(200);
  });

  test('is for every project of the product where the gateway is named, or nothing is, or nothing but blanks', async () => {
    for (const { json } of [await request(url('')), await request(), await request('')]) {
      expect(audienceOf(json.access_token)).toBe(url(''));
    }
  });

  test('can be introspected, which tells whom it is for, and revoked', async () => {
    const { json } = await request(url('/archive'));

    expect((await introspect(client, json.access_token)).json).toMatchObject({ active: true, aud: url('/archive') });
    expect((await revoke(client, json.access_token)).status).toBe(200);
    expect((await introspect(client, json.access_token)).json).toEqual({ active: false });
  });

  test.each([
    ['of somebody else', () => ['https://unknown.example/']],
    ['that the product lacks', () => [url('/vault')]],
    ['that does not exist', () => [url('/nowhere')]],
    ['with a fragment', () => [`${url('/archive')}#x`]],
    ['that is no absolute URI', () => ['archive']],
    ['beside one that is known', () => [url('/archive'), 'https://unknown.example/']],
  ])('%s is 400 invalid_target, and no token', async (_, resources) => {
    const answer = await request(...resources());

    expect(answer).toMatchObject({ status: 400, json: { error: 'invalid_target' } });
    expect(answer.text).not.toContain('unknown.example');
  });

  test('in the query string is refused', async () => {
    const query = `?resource=${encodeURIComponent(url('/archive'))}`;
    const answer = await postForm(`${localStage().tokenUrl}${query}`, 'grant_type=client_credentials', basic(client));

    expect(answer).toMatchObject({ status: 400, json: { error: 'invalid_request' } });
  });

  test('RFC 9728 §2: is the very resource that the metadata of the project name', async () => {
    const { json: metadata } = await http(url('/.well-known/oauth-protected-resource/archive'));

    expect(audienceOf((await request(metadata.resource)).json.access_token)).toBe(metadata.resource);
  });
});

test('RFC 8707 §2.2: neither audience nor scope opens a project that the product lacks', async () => {
  const { json } = await requestToken(client, { audience: url('/vault') });

  expect((await callGateway('/vault/x', json.access_token)).status).toBe(403);
  expect((await requestToken(client, { scope: 'vault:read' })).json.error).toBe('invalid_scope');
});
