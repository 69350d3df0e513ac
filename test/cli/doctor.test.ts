import { describe, expect, test } from '@jest/globals';
import { CREATED_AT } from '../support/registry-fixtures.ts';
import { cliUnderTest } from '../support/tollgate-cli.ts';

const GATEWAY = 'https://gateway.example/development';
const target = { metadataUrl: `${GATEWAY}/.well-known/oauth-authorization-server` };

/** What a sound gateway answers, but for what a test says. */
function gateway({ issuer = GATEWAY, keys = [{}], secondsAhead = 0 } = {}): typeof fetch {
  const headers = { date: new Date(CREATED_AT + secondsAhead * 1_000).toUTCString() };
  return async (input) => {
    const url = String(input);
    if (url.endsWith('jwks.json')) return Response.json({ keys }, { headers });
    if (url.endsWith('/AccessToken')) return Response.json({ error: 'invalid_client' }, { status: 401, headers });
    return Response.json({ issuer }, { headers });
  };
}

const doctor = (fetch: typeof globalThis.fetch) =>
  cliUnderTest().tollgate(['doctor', '--output', 'json'], { fetch, target });

describe('tollgate doctor', () => {
  test('finds nothing wrong where nothing is', async () => {
    const { exitCode, json } = await doctor(gateway());

    expect(exitCode).toBe(0);
    expect(json.checks.map((one: { check: string; result: string }) => `${one.check}: ${one.result}`)).toEqual([
      'server group: ok',
      'registry: ok',
      'metadata: ok',
      'clock: ok',
      'signing keys: ok',
      'token endpoint: ok',
    ]);
  });

  test.each([
    ['clock', gateway({ secondsAhead: 300 })],
    ['signing keys', gateway({ keys: [] })],
    ['metadata', gateway({ issuer: 'https://elsewhere.example' })],
    ['token endpoint', () => Promise.reject(new TypeError('fetch failed'))],
  ])('says that it is the %s, and exits with 1', async (check, fetch) => {
    const { exitCode, json } = await doctor(fetch);

    expect(exitCode).toBe(1);
    expect(json.checks).toContainEqual({ check, result: 'failed', detail: expect.any(String) });
  });
});
