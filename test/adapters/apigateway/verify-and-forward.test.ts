import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { createVerifyAndForward } from '#adapters/apigateway/verify-and-forward.ts';
import type { LogFields } from '#adapters/runtime/log.ts';
import { deployedCatalogue } from '#core/catalog/deployed-catalogue.ts';
import type { BackendCall } from '#core/forwarding/forward-call.ts';
import { issueToken } from '#core/oauth/issue-token.ts';
import { UnreadableItemError } from '#core/registry/store-faults.ts';
import { success } from '#core/result.ts';
import { alpha, testCatalogue } from '#test/support/test-catalogue.ts';
import { aProxyEvent, type CallFields } from '../../support/api-gateway-events.ts';
import { aProduct } from '../../support/registry-fixtures.ts';
import { aTokenWorld, CONSUMER_KEY, SECRET } from '../../support/token-world.ts';

const form = { 'content-type': 'application/x-www-form-urlencoded' };

async function aFunction(scopes: readonly string[] = ['forms:send']) {
  const world = aTokenWorld();
  world.registry.products.put(aProduct({ projects: [{ projectId: 'forms-1' }], scopes }));
  const credentials = { method: 'client_secret_basic', clientId: CONSUMER_KEY, clientSecret: SECRET } as const;
  const request = { grantType: 'client_credentials', scope: undefined, resources: [], credentials };
  const issued = await issueToken(request, world.endpoint, world.issuing);
  const token = issued.ok ? issued.value.accessToken : '';
  const calls: { call: BackendCall; body: string; timeout: number }[] = [];
  const lines: { event: string; fields: LogFields | undefined }[] = [];
  const dependencies = {
    ...world.authorizing,
    catalogue: deployedCatalogue(testCatalogue, alpha),
    callBackend: async (call: BackendCall, body: Buffer, { timeout }: { timeout: number }) => {
      calls.push({ call, body: body.toString('latin1'), timeout });
      return success({ status: 200, headers: [], body: Buffer.from('hello') });
    },
    log: (_: string, event: string, fields?: LogFields) => void lines.push({ event, fields }),
  };
  const call = async (fields: CallFields, overrides: Partial<typeof dependencies> = {}) => {
    const answer = await createVerifyAndForward({ ...dependencies, ...overrides })(
      aProxyEvent({
        method: 'POST',
        path: '/forms/1/x',
        resource: '/forms/1/{proxy+}',
        stageVariables: { target_forms_2d_1: 'https://forms.example.com/in' },
        ...fields,
      }),
    );
    return { ...answer, json: answer.statusCode === 200 ? undefined : JSON.parse(answer.body) };
  };
  return { token, calls, lines, call, clock: world.clock };
}

describe('RFC 6750 §2.2: verifying and forwarding', () => {
  test('a token in the body opens the resource, and the backend sees the form without it', async () => {
    const { token, calls, call } = await aFunction();

    const { statusCode } = await call({ headers: form, body: Buffer.from(`a=\u00fc&access_token=${token}`, 'ascii') });

    expect(statusCode).toBe(400);
    expect((await call({ headers: form, body: `a=1&access_token=${token}&b=2` })).statusCode).toBe(200);
    expect(calls).toMatchObject([{ call: { url: 'https://forms.example.com/in/x' }, body: 'a=1&b=2' }]);
    expect(calls[0]?.call.headers).toContainEqual([
      'tollgate',
      `client="acme", subscription="${CONSUMER_KEY}", product="orders", project="forms-1", scope="forms:send"`,
    ]);
  });

  test('a token in the header does as well, and any body goes on byte for byte', async () => {
    const { token, calls, call } = await aFunction();
    const body = Buffer.from([0, 255, 128, 38]);

    await call({ headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'image/png' }, body });

    expect(calls[0]?.body).toBe('\x00\xff\x80&');
  });

  test('refusals are told with their status, challenge and scope, and nothing is called', async () => {
    const { calls, call } = await aFunction();
    const { token: poor, call: callPoor, calls: callsOfPoor } = await aFunction([]);

    expect(await call({ headers: form, body: 'a=1' })).toMatchObject({
      statusCode: 401,
      headers: {
        'WWW-Authenticate':
          'Bearer realm="alpha", resource_metadata="https://gateway.example/development/.well-known/oauth-protected-resource/forms/1"',
        'Cache-Control': 'no-store',
      },
      json: { error: 'invalid_token', request_id: 'request-1' },
    });
    expect(await call({ headers: form, body: 'access_token=x&access_token=y' })).toMatchObject({
      statusCode: 400,
      json: { error: 'invalid_request' },
    });
    expect(await callPoor({ headers: form, body: `access_token=${poor}` })).toMatchObject({
      statusCode: 403,
      headers: {
        'WWW-Authenticate':
          'Bearer realm="alpha", error="insufficient_scope", scope="forms:send", resource_metadata="https://gateway.example/development/.well-known/oauth-protected-resource/forms/1"',
      },
      json: { error: 'insufficient_scope', scope: 'forms:send' },
    });
    expect([...calls, ...callsOfPoor]).toEqual([]);
  });

  test('a public resource needs no token, and its backend is told so', async () => {
    const { calls, call } = await aFunction();

    await call({ path: '/forms/1/open', resource: '/forms/1/open', headers: form, body: 'access_token=x&a=1' });

    expect(calls[0]?.body).toBe('a=1');
    expect(calls[0]?.call.headers).toContainEqual(['tollgate', 'public']);
  });

  test.each([
    ['/forms/1//open', '/forms/1/open'],
    ['/forms/1/%6fpen', '/forms/1/open'],
    ['/forms/1/x', '/forms/1/open'],
    ['/forms/1/open', '/forms/1/{proxy+}'],
  ])('%s served by %s is not public', async (path, resource) => {
    const { calls, call } = await aFunction();

    expect((await call({ path, resource })).statusCode).toBe(403);
    expect(calls).toEqual([]);
  });

  test('an authorizer context is not taken for the verdict', async () => {
    const { calls, call } = await aFunction();

    expect((await call({ authorizer: { tollgate: 'client="acme"' } })).statusCode).toBe(401);
    expect(calls).toEqual([]);
  });

  test('a registry that cannot be read is 503, and neither a yes nor a no', async () => {
    const { token, calls, lines, call } = await aFunction();
    const subscriptions = { get: () => Promise.reject(new Error('throttled')) };

    const answer = await call({ headers: form, body: `access_token=${token}` }, { subscriptions });

    expect(answer).toMatchObject({
      statusCode: 503,
      headers: { 'Retry-After': '5' },
      json: { error: 'temporarily_unavailable' },
    });
    expect(lines).toMatchObject([{ event: 'verifier out of order', fields: { reason: 'verifier_unavailable' } }]);
    expect(calls).toEqual([]);
  });

  test('a damaged item denies the one subscription that needs it', async () => {
    const { token, lines, call } = await aFunction();
    const products = { get: () => Promise.reject(new UnreadableItemError('Products', 'orders', 'scopes')) };

    expect((await call({ headers: form, body: `access_token=${token}` }, { products })).statusCode).toBe(401);
    expect(lines.map(({ event }) => event)).toEqual(['damaged item', 'access refused']);
  });

  test('the backend has the time that verifying has left, whatever the time of day is set to meanwhile', async () => {
    const { token, calls, call, clock } = await aFunction();
    const { clients } = aTokenWorld().authorizing;
    const slow = {
      async get(id: string) {
        await sleep(100);
        clock.now += 60_000;
        return clients.get(id);
      },
    };

    await call({ headers: form, body: `access_token=${token}` }, { clients: slow });

    expect(calls[0]?.timeout).toBeLessThan(26_000 - 90);
    expect(calls[0]?.timeout).toBeGreaterThan(26_000 - 5_000);
  });

  test('never logs a token', async () => {
    const { token, lines, call } = await aFunction();

    await call({ headers: form, body: `access_token=${token}` });
    await call({ headers: form, body: `access_token=${token}&access_token=${token}` });
    await call({ headers: form, body: `access_token=${token}x` });

    expect(lines.map(({ fields }) => fields?.reason)).toEqual([undefined, 'several_tokens', 'token_malformed']);
    expect(JSON.stringify(lines)).not.toContain(token.slice(0, 20));
  });
});
