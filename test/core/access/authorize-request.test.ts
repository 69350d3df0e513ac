import { describe, expect, test } from '@jest/globals';
import { authorizeRequest } from '#core/access/authorize-request.ts';
import { identityHeader } from '#core/access/identity-header.ts';
import { clientAttribute } from '#core/catalog/authoring.ts';
import type { DeployedCatalogue } from '#core/catalog/deployed-catalogue.ts';
import { issueToken } from '#core/oauth/issue-token.ts';
import type { Subscription } from '#core/registry/subscription.ts';
import { aClient, aProduct } from '../../support/registry-fixtures.ts';
import { aTokenWorld, CONSUMER_KEY, ISSUER, NOW, SECRET } from '../../support/token-world.ts';

type World = ReturnType<typeof aTokenWorld>;

async function tokenOf(world: World, scope?: string, resources: readonly string[] = []) {
  const credentials = { method: 'client_secret_basic', clientId: CONSUMER_KEY, clientSecret: SECRET } as const;
  const issued = await issueToken(
    { grantType: 'client_credentials', scope, resources, credentials },
    world.endpoint,
    world.issuing,
  );
  if (!issued.ok) throw new Error(issued.failure.reason);
  return issued.value.accessToken;
}

async function authorize(
  world: World,
  token: string,
  request: { path?: string; resource?: string; method?: string; query?: string } = {},
) {
  const { path = '/orders/7', resource = '/orders/{proxy+}', method = 'GET', query } = request;
  const outcome = await authorizeRequest(
    {
      method,
      path,
      resource,
      authorizations: query === undefined ? [`Bearer ${token}`] : [],
      queryValues: (name) => (name === 'access_token' && query !== undefined ? [query] : []),
    },
    world.authorizing,
  );
  return outcome.ok ? outcome.value : outcome.failure.reason;
}

function change(world: World, fields: Partial<Subscription>) {
  for (const subscription of world.registry.subscriptions.all())
    world.registry.subscriptions.put({ ...subscription, ...fields });
}

describe('authorizing a request', () => {
  test('RFC 8707 §2: takes a token for the projects alone that it was asked for', async () => {
    const world = aTokenWorld();
    world.registry.products.put(aProduct({ projects: [{ projectId: 'orders' }, { projectId: 'legacy' }] }));
    const legacy = { path: '/legacy/x', resource: '/legacy/{proxy+}' };
    const ofOrders = await tokenOf(world, undefined, [`${ISSUER}/orders`]);
    const ofBoth = await tokenOf(world, undefined, [`${ISSUER}/orders`, `${ISSUER}/legacy`]);

    expect(await authorize(world, ofOrders)).toMatchObject({ projectId: 'orders' });
    expect(await authorize(world, ofOrders, { ...legacy, query: ofOrders })).toBe('audience_wrong');
    expect(await authorize(world, ofBoth)).toMatchObject({ projectId: 'orders' });
    expect(await authorize(world, ofBoth, { ...legacy, query: ofBoth })).toMatchObject({ projectId: 'legacy' });
  });

  test('grants what token and product allow', async () => {
    const world = aTokenWorld();

    expect(await authorize(world, await tokenOf(world))).toStrictEqual({
      projectId: 'orders',
      consumerKey: CONSUMER_KEY,
      clientId: 'acme',
      productId: 'orders',
      scopes: ['orders:read', 'orders:write'],
    });
  });

  test('tells who reads the body which operations of a SOAP service are open, and refuses who cannot', async () => {
    const world = aTokenWorld();
    const token = await tokenOf(world);
    world.registry.products.put(aProduct({ projects: [{ projectId: 'orders', soapOperations: ['Read'] }] }));
    const projects = world.catalogue.projects.map((project) => ({ ...project, soap: [] }));
    const authorizing = { ...world.authorizing, catalogue: { ...world.catalogue, projects } };
    const request = {
      method: 'POST',
      path: '/orders',
      resource: '/orders',
      authorizations: [`Bearer ${token}`],
      queryValues: () => [],
    };

    const seen = await authorizeRequest({ ...request, form: { kind: 'no-form' } }, authorizing);
    const unseen = await authorizeRequest(request, authorizing);

    expect(seen).toMatchObject({ ok: true, value: { projectId: 'orders', soapOperations: ['Read'] } });
    const two = [{ projectId: 'legacy' }, { projectId: 'orders', soapOperations: ['Read'] }];
    world.registry.products.put(aProduct({ projects: two }));
    expect(await authorizeRequest({ ...request, form: { kind: 'no-form' } }, authorizing)).toEqual(seen);
    expect(unseen).toEqual({ ok: false, failure: { reason: 'operation_not_in_product' } });
  });

  test('knows no public route, which no authorizer is asked about', async () => {
    const world = aTokenWorld();
    const token = await tokenOf(world);
    const projects = world.catalogue.projects.map((project) => ({
      ...project,
      routes: project.routes.map((route) => ({ ...route, verify: null })),
    }));
    const authorizing = { ...world.authorizing, catalogue: { ...world.catalogue, projects } };

    expect(await authorize({ ...world, authorizing }, token)).toBe('route_unknown');
  });

  test('refuses a token until its first and from its last second on', async () => {
    const world = aTokenWorld();
    const token = await tokenOf(world);

    world.clock.now += 599_999;
    expect(await authorize(world, token)).toMatchObject({ projectId: 'orders' });
    world.clock.now += 1;
    expect(await authorize(world, token)).toBe('token_expired');
    world.clock.now -= 600_000 + 31_000;
    expect(await authorize(world, token)).toBe('token_not_yet_valid');
  });

  test.each<[string, (world: World) => void, string]>([
    ['subscription is gone', (world) => world.registry.subscriptions.delete(CONSUMER_KEY), 'subscription_missing'],
    ['subscription was made anew', (world) => change(world, { incarnation: 'f'.repeat(32) }), 'subscription_replaced'],
    ['subscription is another client’s', (world) => change(world, { clientId: 'other' }), 'product_changed'],
    ['subscription is to another product', (world) => change(world, { productId: 'other' }), 'product_changed'],
    ['subscription is paused', (world) => change(world, { status: 'paused' }), 'subscription_paused'],
    ['subscription is revoked', (world) => change(world, { status: 'revoked' }), 'subscription_revoked'],
    [
      'secret leaked, and ended what it had made',
      (world) => change(world, { tokensNotBefore: NOW / 1_000 + 1 }),
      'token_revoked',
    ],
    [
      'client has revoked it',
      (world) =>
        world.revocations.revoke({ tokenId: 'token-0', consumerKey: CONSUMER_KEY, revokedAt: NOW, expiresAt: 0 }),
      'token_revoked_by_client',
    ],
    [
      'product is narrowed to another operation',
      (world) =>
        world.registry.products.put(
          aProduct({ projects: [{ projectId: 'orders', operations: [{ methods: ['POST'], path: '/{id}' }] }] }),
        ),
      'operation_not_in_product',
    ],
    ['client is disabled', (world) => world.registry.clients.put(aClient({ status: 'disabled' })), 'client_disabled'],
    ['client is gone', (world) => world.registry.clients.delete('acme'), 'client_missing'],
    ['product is gone', (world) => world.registry.products.delete('orders'), 'product_missing'],
    [
      'product lost the project',
      (world) => world.registry.products.put(aProduct({ projects: [] })),
      'project_not_in_product',
    ],
    [
      'product lost the scope',
      (world) => world.registry.products.put(aProduct({ scopes: ['orders:write'] })),
      'scope_missing',
    ],
  ])('refuses a token whose %s', async (_, arrange, reason) => {
    const world = aTokenWorld();
    const token = await tokenOf(world);

    arrange(world);

    expect(await authorize(world, token)).toBe(reason);
  });

  test('grants a token that was issued in the very second from which tokens count', async () => {
    const world = aTokenWorld();
    const token = await tokenOf(world);

    change(world, { tokensNotBefore: NOW / 1_000 });

    expect(await authorize(world, token)).toMatchObject({ projectId: 'orders' });
  });

  test('refuses a token without the scope that the route needs', async () => {
    const world = aTokenWorld();

    expect(await authorize(world, await tokenOf(world, 'orders:write'))).toBe('scope_missing');
  });

  test('refuses a project that the product does not hold, wherever the token stands', async () => {
    const world = aTokenWorld();
    const token = await tokenOf(world);
    const legacy = { path: '/legacy/x', resource: '/legacy/{proxy+}' };

    expect(await authorize(world, token, legacy)).toBe('project_not_in_product');
    expect(await authorize(world, token, { ...legacy, query: token })).toBe('project_not_in_product');
    expect(await authorize(world, token, { query: token })).toBe('token_missing');
  });

  describe('with an attribute that must equal', () => {
    /** Tokens say the client's tier, and the orders need gold. */
    function aWorldOfTiers(tier: string | undefined) {
      const world = aTokenWorld();
      const attributes = { tier: clientAttribute('tier') };
      const { tokenEndpoints, projects } = world.catalogue;
      world.registry.clients.put(aClient({ attributes: tier === undefined ? {} : { tier } }));
      const catalogue: DeployedCatalogue = {
        ...world.catalogue,
        tokenEndpoints: tokenEndpoints.map((endpoint) => ({ ...endpoint, attributes })),
        projects: projects.map((project) => ({
          ...project,
          routes: project.routes.map((route) => ({
            ...route,
            verify: route.verify && { ...route.verify, attributes: { tier: 'gold' } },
          })),
        })),
      };
      return {
        ...world,
        endpoint: { ...world.endpoint, attributes },
        authorizing: { ...world.authorizing, catalogue },
      };
    }

    test('grants a token that says so', async () => {
      const world = aWorldOfTiers('gold');

      expect(await authorize(world, await tokenOf(world))).toMatchObject({ projectId: 'orders' });
    });

    test.each([['silver'], ['Gold'], ['gold '], [undefined]])('refuses a token that says %j', async (tier) => {
      const world = aWorldOfTiers(tier);

      expect(await authorize(world, await tokenOf(world))).toBe('attribute_differs');
    });

    test('refuses a token that says so when the client has lost it since, and one from before the client got it', async () => {
      const world = aWorldOfTiers('gold');
      const golden = await tokenOf(world);
      world.registry.clients.put(aClient({ attributes: { tier: 'silver' } }));
      const silver = await tokenOf(world);

      expect(await authorize(world, golden)).toBe('attribute_differs');
      world.registry.clients.put(aClient({ attributes: { tier: 'gold' } }));
      expect(await authorize(world, golden)).toMatchObject({ projectId: 'orders' });
      expect(await authorize(world, silver)).toBe('attribute_differs');
    });

    test('refuses a token of a token endpoint that is gone, or that does not say it any more', async () => {
      const world = aWorldOfTiers('gold');
      const token = await tokenOf(world);
      const { catalogue } = world.authorizing;

      for (const tokenEndpoints of [[], catalogue.tokenEndpoints.map((one) => ({ ...one, attributes: {} }))]) {
        const changed = { ...world.authorizing, catalogue: { ...catalogue, tokenEndpoints } };
        expect(await authorize({ ...world, authorizing: changed }, token)).toBe('attribute_differs');
      }
    });

    test('goes by the token endpoint that made the token, of several', async () => {
      const world = aWorldOfTiers('gold');
      const token = await tokenOf(world);
      const { catalogue } = world.authorizing;
      const [endpoint] = catalogue.tokenEndpoints;
      const other = { ...endpoint!, projectId: 'other', attributes: {} };
      const authorizing = { ...world.authorizing, catalogue: { ...catalogue, tokenEndpoints: [other, endpoint!] } };

      expect(await authorize({ ...world, authorizing }, token)).toMatchObject({ projectId: 'orders' });
    });

    test('tells which attribute differs, and not what it must be', async () => {
      const world = aWorldOfTiers('silver');

      const outcome = await authorizeRequest(
        {
          method: 'GET',
          path: '/orders/7',
          resource: '/orders/{proxy+}',
          authorizations: [`Bearer ${await tokenOf(world)}`],
          queryValues: () => [],
        },
        world.authorizing,
      );

      expect(outcome).toEqual({ ok: false, failure: { reason: 'attribute_differs', attribute: 'tier' } });
    });

    test('is not satisfied by names that every object has', async () => {
      const world = aWorldOfTiers('gold');
      const token = await tokenOf(world);
      const [project] = world.authorizing.catalogue.projects;
      for (const { verify } of project!.routes) Object.assign(verify!, { attributes: { constructor: 'x' } });

      expect(await authorize(world, token)).toBe('attribute_differs');
    });
  });

  test('passes a fault of the registry on, and does not take it for a no', async () => {
    const world = aTokenWorld();
    const token = await tokenOf(world);
    const products = { get: () => Promise.reject(new Error('out of order')) };

    const outcome = authorizeRequest(
      {
        method: 'GET',
        path: '/orders/7',
        resource: '/orders/{proxy+}',
        authorizations: [`Bearer ${token}`],
        queryValues: () => [],
      },
      { ...world.authorizing, products },
    );

    await expect(outcome).rejects.toThrow('out of order');
  });

  test('tells the backend who calls', () => {
    const grant = {
      projectId: 'orders-1.0',
      consumerKey: 'tgk_1',
      clientId: 'acme',
      productId: 'p',
      scopes: ['a', 'b'],
    };

    expect(identityHeader(grant)).toBe(
      'client="acme", subscription="tgk_1", product="p", project="orders-1.0", scope="a b"',
    );
    expect(() => identityHeader({ ...grant, clientId: 'a\r\nb' })).toThrow('not printable ASCII');
    expect(identityHeader({ ...grant, clientId: '"a", b="\\' })).toContain('client="\\"a\\", b=\\"\\\\", ');
  });
});
