import { beforeAll, describe, expect, test } from '@jest/globals';
import { callGateway, subscribe, tokenOf } from '../support/stage-under-test.ts';

let token: string;
beforeAll(async () => {
  token = await tokenOf(await subscribe(['warehouse', 'ledger'], ['stock:read', 'stock:write']));
});

describe('a project that takes the token from the header goes straight to its backend', () => {
  test('variables and greedy paths stand behind the target’s own path', async () => {
    expect((await callGateway('/warehouse/items/7', token)).json.url).toBe('/base/items/7');
    expect((await callGateway('/warehouse/files/a/b%20c?x=1', token)).json.url).toBe('/base/files/a/b%20c?x=1');
    expect((await callGateway('/warehouse/items', token)).json.url).toBe('/base/items');
    expect((await callGateway('/warehouse')).json.url).toBe('/base');
  });

  test('the backend sees Authorization overwritten, on public resources as well', async () => {
    for (const path of ['/warehouse/items', '/warehouse']) {
      const { rawHeaders } = (await callGateway(path, token)).json;
      expect(
        rawHeaders.filter((_: string, index: number) => /^authorization$/i.test(rawHeaders[index - 1] ?? '')),
      ).toEqual(['-']);
      expect(rawHeaders.join()).not.toContain(token);
    }
  });

  test('methods that no resource serves are 404, and those of another resource need its scopes', async () => {
    const reader = await tokenOf(await subscribe(['warehouse'], ['stock:read']));

    expect((await callGateway('/warehouse/items', token, { method: 'POST' })).status).toBe(404);
    expect((await callGateway('/warehouse/items/7', reader)).status).toBe(207);
    expect(await callGateway('/warehouse/items/7', reader, { method: 'DELETE' })).toMatchObject({
      status: 403,
      json: { error: 'insufficient_scope', scope: 'stock:read stock:write' },
    });
  });

  test('status and repeated headers of the backend come back', async () => {
    const answer = await callGateway('/warehouse/items', token);

    expect(answer.status).toBe(207);
    expect(answer.headers['set-cookie']).toEqual(['a=b', 'c=d']);
  });
});

describe('a project that takes the token from the query string goes through the forward function', () => {
  const ledger = (path: string, query = '', request = {}) =>
    callGateway(`/ledger${path}?key=${token}${query}`, undefined, request);

  test('method, path, query, body, status and headers are kept, and the token is gone', async () => {
    const body = Buffer.from([0, 255, 128, 10]);
    const headers = {
      'Content-Type': 'application/octet-stream',
      'X-Own': 'x',
      Referer: `https://page.example/?key=${token}`,
    };

    const {
      status,
      json,
      headers: answered,
    } = await ledger('/a%20b/c', '&q=1%262&q=', { method: 'PATCH', headers, body });

    expect(status).toBe(207);
    expect(json).toMatchObject({ method: 'PATCH', url: '/ledger/a%20b/c?q=1%262&q=', body: body.toString('base64') });
    expect(json.rawHeaders).toEqual(expect.arrayContaining(['X-Own', 'x', 'Content-Type', 'application/octet-stream']));
    expect(JSON.stringify(json)).not.toContain(token);
    expect(answered['set-cookie']).toEqual(['a=b', 'c=d']);
  });

  test('a parameter that is called access_token is an ordinary one where the token has another name', async () => {
    expect((await ledger('/x', '&access_token=1')).json.url).toBe('/ledger/x?access_token=1');
  });

  test('bytes come back as they are, for this caller alone (RFC 6750 §2.3)', async () => {
    const answer = await ledger('/bytes');

    expect(answer.headers).toMatchObject({
      'content-type': 'image/png',
      'cache-control': 'private, max-age=60',
      'content-length': '3',
    });
  });

  test('an answer beyond bounds is 502 with a clear body', async () => {
    expect(await ledger('/large')).toMatchObject({
      status: 502,
      json: { error: 'bad_gateway', error_description: 'The answer of the backend is too large to be passed on.' },
    });
  });
});
