import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { executeApiFetch } from '#adapters/http/execute-api-fetch.ts';
import { startLoopbackBackend } from '../../support/loopback-backend.ts';

const API = 'https://a1b2c3.execute-api.eu-west-1.amazonaws.com';
let emulator: Awaited<ReturnType<typeof startLoopbackBackend>>;
beforeAll(async () => {
  emulator = await startLoopbackBackend();
});
afterAll(() => emulator.stop());

const elsewhere: typeof fetch = async (input) => new Response(`elsewhere: ${input}`);
const emulated = () => executeApiFetch({ AWS_ENDPOINT_URL: emulator.origin }, elsewhere);

describe('an API of an emulated account', () => {
  test('is called at the address of the emulator, by its own name', async () => {
    const answer = await emulated()(`${API}/alpha/token?a=b%20c`, {
      method: 'POST',
      headers: { 'x-more': 'yes' },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });

    const { method, url, rawHeaders, body } = JSON.parse(await answer.text());
    expect([method, url, atob(body)]).toEqual(['POST', '/alpha/token?a=b%20c', 'grant_type=client_credentials']);
    const received = new Headers(pairs(rawHeaders));
    expect(received.get('host')).toBe('a1b2c3.execute-api.eu-west-1.amazonaws.com');
    expect(received.get('content-type')).toBe('application/x-www-form-urlencoded;charset=UTF-8');
    expect(received.get('content-length')).toBe('29');
    expect(received.get('x-more')).toBe('yes');
  });

  test('is answered with status, repeated headers and bytes', async () => {
    const told = await emulated()(new URL(`${API}/alpha`));
    expect([told.status, told.headers.getSetCookie()]).toEqual([207, ['a=b', 'c=d']]);

    const bytes = await emulated()(`${API}/bytes`);
    expect([...new Uint8Array(await bytes.arrayBuffer())]).toEqual([0, 255, 128]);

    const raw = `HTTP/1.1 304 Not Modified\r\nETag: "1"\r\n\r\n`;
    const empty = await emulated()(new Request(API, { headers: { 'x-answer': btoa(raw) } }));
    expect([empty.status, await empty.text()]).toEqual([304, '']);
  });

  test('is given up on when the call is', async () => {
    await expect(emulated()(API, { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('that hangs up fails the call', async () => {
    await expect(emulated()(`${API}/hang-up`)).rejects.toThrow();
  });
});

describe('everything else is called as ever', () => {
  const endpoint = 'http://127.0.0.1:1';
  test.each([
    [{}, API],
    [{ AWS_ENDPOINT_URL: '' }, API],
    [{ AWS_ENDPOINT_URL: 'no url' }, API],
    [{ AWS_ENDPOINT_URL: endpoint, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' }, API],
    [{ AWS_ENDPOINT_URL: endpoint }, 'http://127.0.0.1:4400/development/token'],
    [{ AWS_ENDPOINT_URL: endpoint }, 'https://api.example.com/token'],
    [{ AWS_ENDPOINT_URL: endpoint }, 'https://a.execute-api.eu-west-1.amazonaws.com.example/token'],
  ])('with %j, %s', async (environment, url) => {
    const answer = await executeApiFetch(environment, elsewhere)(url);

    expect(await answer.text()).toBe(`elsewhere: ${url}`);
  });
});

function pairs(list: readonly string[]): [string, string][] {
  return list.flatMap((name, index) => (index % 2 === 0 ? [[name, list[index + 1] ?? '']] : []));
}
