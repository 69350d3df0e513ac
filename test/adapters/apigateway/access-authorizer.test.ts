import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { createAccessAuthorizer } from '#adapters/apigateway/access-authorizer.ts';
import type { LogFields } from '#adapters/runtime/log.ts';
import { issueToken } from '#core/oauth/issue-token.ts';
import { StoreUnavailableError, UnreadableItemError } from '#core/registry/store-faults.ts';
import { anAuthorizerEvent, type CallFields } from '../../support/api-gateway-events.ts';
import { aTokenWorld, CONSUMER_KEY, SECRET } from '../../support/token-world.ts';

async function anAuthorizer(scope?: string) {
  const world = aTokenWorld();
  const credentials = { method: 'client_secret_basic', clientId: CONSUMER_KEY, clientSecret: SECRET } as const;
  const issued = await issueToken(
    { grantType: 'client_credentials', scope, resources: [], credentials },
    world.endpoint,
    world.issuing,
  );
  const token = issued.ok ? issued.value.accessToken : '';
  const lines: { event: string; fields: LogFields | undefined }[] = [];
  const dependencies = {
    ...world.authorizing,
    log: (event: string, fields?: LogFields) => void lines.push({ event, fields }),
  };
  const call = (fields: CallFields = {}, overrides: Partial<typeof dependencies> = {}) =>
    createAccessAuthorizer({ ...dependencies, ...overrides })(
      anAuthorizerEvent({
        path: '/orders/7',
        resource: '/orders/{proxy+}',
        headers: { AUTHORIZATION: `Bearer ${token}` },
        ...fields,
      }),
    );
  return { token, lines, call };
}

describe('the verifier', () => {
  test('allows exactly the method and path that were asked for, and says who calls', async () => {
    const { call } = await anAuthorizer();

    expect(await call()).toEqual({
      principalId: CONSUMER_KEY,
      policyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Action: 'execute-api:Invoke',
            Effect: 'Allow',
            Resource: 'arn:aws:execute-api:eu-west-1:000000000000:abcdefghij/test/GET/orders/7',
          },
        ],
      },
      context: {
        tollgate: `client="acme", subscription="${CONSUMER_KEY}", product="orders", project="orders", scope="orders:read orders:write"`,
        consumerKey: CONSUMER_KEY,
        clientId: 'acme',
        productId: 'orders',
        projectId: 'orders',
      },
    });
  });

  test('denies a token without the scope, and says which one is needed', async () => {
    const { call } = await anAuthorizer('orders:write');

    expect(await call()).toMatchObject({
      policyDocument: { Statement: [{ Effect: 'Deny' }] },
      context: { reason: 'scope_missing', refusal: 'insufficient_scope', scope: 'orders:read' },
    });
  });

  test.each([
    ['no token', { headers: {} }],
    ['two Authorization headers', { headers: { Authorization: ['Bearer a', 'Bearer b'] } }],
    ['a token that is none', { headers: { Authorization: 'Bearer abc' } }],
  ])('throws exactly "Unauthorized" for %s', async (_, fields) => {
    const { call } = await anAuthorizer();

    await expect(call(fields)).rejects.toThrow(/^Unauthorized$/);
  });

  test('takes a token from the query string only where the project says so', async () => {
    const { token, call } = await anAuthorizer();
    const query = { access_token: token };

    await expect(call({ headers: {}, query })).rejects.toThrow(/^Unauthorized$/);
    expect(await call({ path: '/legacy/x', resource: '/legacy/{proxy+}', headers: {}, query })).toMatchObject({
      context: { reason: 'project_not_in_product' },
    });
  });

  test('throws a fault, so that it is neither a yes nor a cached no, and tells nothing by it that others wrote', async () => {
    const { lines, call } = await anAuthorizer();
    const fault = new StoreUnavailableError('x on y', { cause: new Error('canary') });
    const subscriptions = { get: () => Promise.reject(Object.assign(fault, { request: 'canary' })) };

    const thrown: unknown = await call({}, { subscriptions }).catch((error) => error);

    expect(thrown).toMatchObject({ name: 'StoreUnavailableError', message: 'x on y failed. (Error)' });
    expect(inspect(thrown, { showHidden: true })).not.toContain('canary');
    expect(lines).toMatchObject([
      {
        event: 'registry unreachable; nothing known to judge by',
        fields: { reason: 'registry_unreachable', faultMessage: 'x on y failed. (Error)' },
      },
    ]);
  });

  test('throws a fault of its own code as well', async () => {
    const { lines, call } = await anAuthorizer();
    const subscriptions = { get: () => Promise.reject(new TypeError('canary')) };

    const thrown: unknown = await call({}, { subscriptions }).catch((error) => error);

    expect(thrown).toMatchObject({ name: 'TypeError' });
    expect(inspect(thrown, { showHidden: true })).not.toContain('canary');
    expect(lines).toMatchObject([{ event: 'verifier out of order', fields: { reason: 'verifier_unavailable' } }]);
  });

  test.each([null, {}, { type: 'TOKEN', methodArn: 'arn' }, { ...anAuthorizerEvent(), methodArn: 7 }])(
    'throws a fault, and logs it, for the event of something else %j',
    async (event) => {
      const lines: unknown[] = [];
      const authorizer = createAccessAuthorizer({ ...aTokenWorld().authorizing, log: (...line) => lines.push(line) });

      await expect(authorizer(event as APIGatewayRequestAuthorizerEvent)).rejects.toThrow(
        'no event of API Gateway REST',
      );
      expect(lines).toMatchObject([['verifier out of order', { fault: 'AlienEventError' }]]);
    },
  );

  test('denies what depends on a damaged item, and reports it', async () => {
    const { lines, call } = await anAuthorizer();
    const products = { get: () => Promise.reject(new UnreadableItemError('Products', 'orders', 'scopes')) };

    await expect(call({}, { products })).rejects.toThrow(/^Unauthorized$/);
    expect(lines.map(({ event }) => event)).toEqual(['damaged item', 'access refused']);
  });

  test('denies a path too long for a policy, with a policy that is not', async () => {
    const { call } = await anAuthorizer();

    const verdict = await call({ path: `/orders/${'7'.repeat(600)}` });

    expect(verdict).toMatchObject({
      policyDocument: { Statement: [{ Effect: 'Deny' }] },
      context: { reason: 'path_too_long' },
    });
    expect(JSON.stringify(verdict.policyDocument).length).toBeLessThan(700);
  });

  test('never logs a token', async () => {
    const { token, lines, call } = await anAuthorizer();

    await call();
    await call({ path: '/orders//7' });
    await call({ headers: { Authorization: `Bearer ${token}x` } }).catch(() => {});

    expect(lines.map(({ fields }) => fields?.reason)).toEqual([undefined, 'path_not_canonical', 'token_malformed']);
    expect(JSON.stringify(lines)).not.toContain(token.slice(0, 20));
  });
});
