import { describe, expect, test } from '@jest/globals';
import { http } from '../support/http.ts';
import { callRegistry, localStage, subscribe } from '../support/stage-under-test.ts';

describe('the registry API', () => {
  test('is closed to whoever does not sign, signs with another key, or signed an hour ago', async () => {
    expect((await http(`${localStage().registryUrl}/products`)).status).toBe(403);
    expect((await callRegistry('GET', '/products', { secretAccessKey: 'wrong' })).status).toBe(403);
    expect((await callRegistry('GET', '/products', { accessKeyId: 'AKIAWRONG' })).status).toBe(403);
    expect((await callRegistry('GET', '/products', { signingDate: new Date(Date.now() - 3_600_000) })).status).toBe(
      403,
    );
    expect((await callRegistry('GET', '/products')).status).toBe(200);
  });

  test('is closed to an access token', async () => {
    const answer = await http(`${localStage().registryUrl}/products`, { headers: { Authorization: 'Bearer x' } });

    expect(answer.status).toBe(403);
  });

  test('shows a consumer secret once, when it is made', async () => {
    const { consumerKey, consumerSecret } = await subscribe(['tickets-2.0']);

    const answer = await callRegistry('GET', `/subscriptions/${consumerKey}`);

    expect(answer).toMatchObject({ status: 200, json: { consumerKey, status: 'active' } });
    expect(answer.text).not.toContain(consumerSecret);
  });

  test('names the project that is not in the catalogue', async () => {
    const body = JSON.stringify({ productId: 'p', displayName: 'P', projects: [{ projectId: 'nothing' }], scopes: [] });
    const answer = await callRegistry('POST', '/products', { body });

    expect(answer.status).toBe(400);
    expect(answer.text).toContain('nothing');
  });

  test('refuses a request for another host, as a web page could send it', async () => {
    const answer = await http(`${localStage().registryUrl}/products`, { headers: { Host: 'evil.example' } });

    expect(answer.status).toBe(421);
  });
});
