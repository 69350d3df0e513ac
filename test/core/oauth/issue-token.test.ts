import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { secretHasher } from '#adapters/runtime/secret-hasher.ts';
import { readAccessToken } from '#core/access/read-access-token.ts';
import {
  clientAttribute,
  constantAttribute,
  productAttribute,
  subscriptionAttribute,
} from '#core/catalog/token-attributes.ts';
import { issueToken } from '#core/oauth/issue-token.ts';
import { grantScopes } from '#core/oauth/scope.ts';
import type { Subscription } from '#core/registry/subscription.ts';
import { aClient, aProduct, aSubscription } from '../../support/registry-fixtures.ts';
import { aTokenWorld, CONSUMER_KEY, ISSUER, NOW, SECRET, WRONG_SECRET } from '../../support/token-world.ts';

type World = ReturnType<typeof aTokenWorld>;

async function issue(
  world: World,
  fields: { clientId?: string; clientSecret?: string; scope?: string; resources?: string[]; grantType?: string } = {},
) {
  const {
    clientId = CONSUMER_KEY,
    clientSecret = SECRET,
    scope,
    resources = [],
    grantType = 'client_credentials',
  } = fields;
  const credentials = { method: 'client_secret_basic', clientId, clientSecret } as const;
  return issueToken({ grantType, scope, resources, credentials }, world.endpoint, world.issuing);
}

/** Issues at another endpoint, and tells what was signed. */
async function issueAt(world: World, endpoint: World['endpoint']) {
  let signed = {};
  const sign = async (claims: object) => {
    signed = claims;
    return 'token';
  };
  const credentials = { method: 'client_secret_basic', clientId: CONSUMER_KEY, clientSecret: SECRET } as const;
  await issueToken({ grantType: 'client_credentials', scope: undefined, resources: [], credentials }, endpoint, {
    ...world.issuing,
    sign,
  });
  return { signed };
}

const reasonOf = async (outcome: ReturnType<typeof issue>) => {
  const result = await outcome;
  return result.ok ? 'issued' : result.failure.reason;
};

function change(world: World, fields: Partial<Subscription>) {
  const [subscription = aSubscription()] = world.registry.subscriptions.all();
  world.registry.subscriptions.put({ ...subscription, ...fields });
}

describe('issuing a token', () => {
  test('grants all scopes of the product when none is asked for', async () => {
    expect(await issue(aTokenWorld())).toMatchObject({
      ok: true,
      value: {
        expiresIn: 600,
        scopes: ['orders:read', 'orders:write'],
        token: {
          issuer: ISSUER,
          audience: [ISSUER],
          consumerKey: CONSUMER_KEY,
          clientId: 'acme',
          productId: 'orders',
          tokenEndpoint: 'access-token',
          issuedAt: NOW / 1_000,
          expiresAt: NOW / 1_000 + 600,
        },
      },
    });
  });

  test('grants the scopes that are asked for, each once', async () => {
    expect(await issue(aTokenWorld(), { scope: 'orders:write orders:write' })).toMatchObject({
      value: { scopes: ['orders:write'] },
    });
  });

  test.each([
    ['an unknown one', 'orders:delete', 'scope_not_allowed'],
    ['one among allowed ones', 'orders:read orders:delete', 'scope_not_allowed'],
    ['one in capitals', 'ORDERS:READ', 'scope_not_allowed'],
    ['two spaces', 'orders:read  orders:write', 'scope_malformed'],
    ['a leading space', ' orders:read', 'scope_malformed'],
    ['a quote', 'orders:"read', 'scope_malformed'],
    ['a tab', 'orders:read\torders:write', 'scope_malformed'],
    ['too much', 'a'.repeat(5_000), 'scope_malformed'],
  ])('refuses a scope with %s', async (_, scope, reason) => {
    expect(await reasonOf(issue(aTokenWorld(), { scope }))).toBe(reason);
  });

  test('RFC 8707 §2: is for the projects that are named, and is refused with one that the product lacks', async () => {
    const world = aTokenWorld();

    expect(await issue(world, { resources: [`${ISSUER}/orders`] })).toMatchObject({
      value: { token: { audience: [`${ISSUER}/orders`] } },
    });
    expect(await reasonOf(issue(world, { resources: [`${ISSUER}/legacy`] }))).toBe('resource_not_allowed');
  });

  test('makes no token that no gateway would take, since it does not fit into a header', async () => {
    const world = aTokenWorld();
    const scopes = Array.from({ length: 20 }, (_, index) => `${index}`.padEnd(128, 'x'));
    world.registry.products.put(aProduct({ scopes, attributes: { note: 'x'.repeat(256) } }));
    const attributes = { a: productAttribute('note'), b: productAttribute('note') };

    expect(
      await reasonOf(
        issueToken(
          {
            grantType: 'client_credentials',
            scope: undefined,
            resources: [],
            credentials: { method: 'client_secret_post', clientId: CONSUMER_KEY, clientSecret: SECRET },
          },
          { ...world.endpoint, attributes },
          world.issuing,
        ),
      ),
    ).toBe('token_too_large');
    expect(await reasonOf(issue(world, { scope: scopes[0] ?? '' }))).toBe('issued');
  });

  test('grants what is asked for in 4,096 characters, and refuses more', () => {
    const asked = (characters: number) => 'ab '.repeat(2_000).slice(0, characters);

    expect(grantScopes(asked(4_095 - 1), ['ab'])).toEqual({ ok: true, value: ['ab'] });
    expect(grantScopes(`${asked(4_092)}abcd`, ['ab', 'abcd'])).toEqual({ ok: true, value: ['ab', 'abcd'] });
    expect(grantScopes(`${asked(4_092)}abcde`, ['ab', 'abcde'])).toEqual({
      ok: false,
      failure: { reason: 'scope_malformed' },
    });
  });

  test('gives a token of 4,096 characters, which a gateway takes, and none that is longer', async () => {
    const world = aTokenWorld();
    const issueOf = (characters: number) =>
      reasonOf(issue({ ...world, issuing: { ...world.issuing, sign: async () => 'x'.repeat(characters) } }));

    expect([await issueOf(4_096), await issueOf(4_097)]).toEqual(['issued', 'token_too_large']);
  });

  test('begins with the second that has begun', async () => {
    const world = aTokenWorld();
    world.clock.now = NOW + 999;

    expect(await issue(world)).toMatchObject({ value: { token: { issuedAt: NOW / 1_000 } } });
  });

  test('takes client and product as they are kept while these let it in, and reads them no further', async () => {
    const world = aTokenWorld();
    const reads: string[] = [];
    const watched = <Item>(what: string, reader: { get(id: string): Promise<Item> }) => ({
      get: async (id: string, options?: { readonly fresh: boolean }) => {
        reads.push(options?.fresh ? `${what} afresh` : what);
        return reader.get(id);
      },
    });
    const { clients, products } = world.registry;
    const issuing = { ...world.issuing, clients: watched('client', clients), products: watched('product', products) };

    expect(await reasonOf(issue({ ...world, issuing }))).toBe('issued');
    expect(reads).toEqual(['client', 'product']);
  });

  test('never grants a scope that is not sold, whatever is asked for', () => {
    const sold = ['a', 'b:c', 'd'];
    const piece = fc.oneof(fc.constantFrom(...sold), fc.string());
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const granted = grantScopes(pieces.join(' '), sold);
        return !granted.ok || granted.value.every((scope) => sold.includes(scope));
      }),
    );
  });

  test.each([
    ['password', 'grant_type_unsupported'],
    ['Client_Credentials', 'grant_type_unsupported'],
  ])('refuses the grant type %s', async (grantType, reason) => {
    expect(await reasonOf(issue(aTokenWorld(), { grantType }))).toBe(reason);
  });

  test('judges the client before the grant', async () => {
    expect(await reasonOf(issue(aTokenWorld(), { grantType: 'password', clientSecret: WRONG_SECRET }))).toBe(
      'secret_wrong',
    );
  });

  test.each([
    ['a wrong secret', { clientSecret: WRONG_SECRET }, 'secret_wrong'],
    ['an unknown key', { clientId: 'tgk_0000000000000000000000' }, 'client_unknown'],
    ['a key that is none', { clientId: 'someone' }, 'credentials_malformed'],
    ['a key with a space', { clientId: `${CONSUMER_KEY} ` }, 'credentials_malformed'],
    ['a secret cut short', { clientSecret: SECRET.slice(0, -1) }, 'credentials_malformed'],
    ['a secret with a newline', { clientSecret: `${SECRET}\n` }, 'credentials_malformed'],
    ['the stored hash for a secret', { clientSecret: secretHasher.hash(SECRET) }, 'credentials_malformed'],
  ])('refuses %s', async (_, fields, reason) => {
    expect(await reasonOf(issue(aTokenWorld(), fields))).toBe(reason);
  });

  test.each<[string, (world: World) => void, string]>([
    ['a pending subscription', (world) => change(world, { status: 'pending' }), 'subscription_pending'],
    ['a paused subscription', (world) => change(world, { status: 'paused' }), 'subscription_paused'],
    ['a revoked subscription', (world) => change(world, { status: 'revoked' }), 'subscription_revoked'],
    [
      'one that begins in a millisecond',
      (world) => change(world, { validFrom: NOW + 1 }),
      'subscription_not_yet_valid',
    ],
    ['one that ends now', (world) => change(world, { expiresAt: NOW }), 'subscription_expired'],
    ['a disabled client', (world) => world.registry.clients.put(aClient({ status: 'disabled' })), 'client_disabled'],
    ['a client that is gone', (world) => world.registry.clients.delete('acme'), 'client_missing'],
    [
      'a client made anew',
      (world) => world.registry.clients.put(aClient({ incarnation: 'f'.repeat(32) })),
      'client_replaced',
    ],
    ['a product that is gone', (world) => world.registry.products.delete('orders'), 'product_missing'],
    [
      'a product made anew',
      (world) => world.registry.products.put(aProduct({ incarnation: 'f'.repeat(32) })),
      'product_replaced',
    ],
    [
      'a secret that ends now',
      (world) =>
        change(world, {
          secrets: [{ secretId: 's', hash: secretHasher.hash(SECRET), hint: '', createdAt: 0, expiresAt: NOW }],
        }),
      'secret_wrong',
    ],
    ['a subscription without secrets', (world) => change(world, { secrets: [] }), 'secret_wrong'],
  ])('refuses %s', async (_, arrange, reason) => {
    const world = aTokenWorld();

    arrange(world);

    expect(await reasonOf(issue(world))).toBe(reason);
  });

  test('gives the tokens of a product that has one its own lifetime', async () => {
    const world = aTokenWorld();
    world.registry.products.put(aProduct({ accessTokenExpiryTime: 30_000 }));

    expect(await issue(world)).toMatchObject({ value: { expiresIn: 30, token: { expiresAt: NOW / 1_000 + 30 } } });
  });

  test('puts the attributes of the endpoint into the token, but for those that nobody has', async () => {
    const world = aTokenWorld();
    world.registry.clients.put(aClient({ attributes: { tier: 'gold', iss: 'evil' } }));
    world.registry.products.put(aProduct({ attributes: { region: 'eu' } }));
    change(world, { attributes: { contract: '42' } });
    const endpoint = {
      ...world.endpoint,
      attributes: {
        tier: clientAttribute('tier'),
        contract: subscriptionAttribute('contract'),
        market: productAttribute('region'),
        made_by: constantAttribute('tollgate'),
        nothing: clientAttribute('nothing'),
        prototype: clientAttribute('constructor'),
        iss: clientAttribute('iss'),
      },
    };

    const { signed } = await issueAt(world, endpoint);

    expect(signed).toMatchObject({ tier: 'gold', contract: '42', market: 'eu', made_by: 'tollgate', iss: ISSUER });
    expect(Object.keys(signed)).not.toContain('nothing');
    expect(Object.keys(signed)).not.toContain('prototype');
  });

  test('makes no token that every verifier would refuse for its length, and none shorter is refused', async () => {
    const world = aTokenWorld();
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'];
    const endpoint = {
      ...world.endpoint,
      attributes: Object.fromEntries(names.map((name) => [name, clientAttribute(name)])),
    };
    const credentials = { method: 'client_secret_basic', clientId: CONSUMER_KEY, clientSecret: SECRET } as const;
    const request = { grantType: 'client_credentials', scope: undefined, resources: [], credentials };
    const outcomes: string[] = [];
    for (let length = 150; length <= 256; length += 1) {
      const attributes = Object.fromEntries(names.map((name) => [name, 'x'.repeat(length)]));
      world.registry.clients.put(aClient({ attributes }));
      const issued = await issueToken(request, endpoint, world.issuing);
      if (!issued.ok) outcomes.push(issued.failure.reason);
      else
        outcomes.push((await readAccessToken(issued.value.accessToken, world.authorizing)).ok ? 'accepted' : 'refused');
    }

    expect([...new Set(outcomes)]).toEqual(['accepted', 'token_too_large']);
  });

  test('does not make a token that is older than what a leaked secret has ended', async () => {
    const world = aTokenWorld();
    world.clock.now = NOW + 300;
    change(world, { tokensNotBefore: NOW / 1_000 + 1 });

    expect(await issue(world)).toMatchObject({ value: { token: { issuedAt: NOW / 1_000 + 1 } } });
  });

  test('looks once more before it takes a client or a product for gone or replaced', async () => {
    const world = aTokenWorld();
    const stale = <Item>(old: Item | undefined, fresh: { get(id: string): Promise<Item | undefined> }) => ({
      get: async (id: string, options?: { readonly fresh: boolean }) => (options?.fresh ? fresh.get(id) : old),
    });
    const issuing = {
      ...world.issuing,
      clients: stale(undefined, world.registry.clients),
      products: stale(aProduct({ incarnation: '0'.repeat(32) }), world.registry.products),
    };

    expect(await reasonOf(issue({ ...world, issuing }))).toBe('issued');
  });

  test('accepts both secrets while two are live', async () => {
    const world = aTokenWorld();
    change(world, {
      secrets: [SECRET, WRONG_SECRET].map((secret, index) => ({
        secretId: `s${index}`,
        hash: secretHasher.hash(secret),
        hint: '',
        createdAt: 0,
        expiresAt: NOW + 1,
      })),
    });

    expect(await reasonOf(issue(world))).toBe('issued');
    expect(await reasonOf(issue(world, { clientSecret: WRONG_SECRET }))).toBe('issued');
  });

  test('compares the secret whoever asks and however many are live, so that time tells nothing', async () => {
    const world = aTokenWorld();
    const compared: string[] = [];
    const matches = (secret: string, hash: string) => {
      compared.push(hash);
      return secretHasher.matches(secret, hash);
    };
    const watched = { ...world, issuing: { ...world.issuing, secretHasher: { ...secretHasher, matches } } };
    const comparisonsOf = async (fields: Parameters<typeof issue>[1]) => {
      compared.length = 0;
      await issue(watched, fields);
      return compared.map((hash) => /^[0-9a-f]{64}$/.test(hash));
    };

    expect(await comparisonsOf({ clientSecret: WRONG_SECRET })).toEqual([true]);
    expect(await comparisonsOf({ clientId: 'tgk_0000000000000000000000' })).toEqual([true]);
    change(world, { secrets: [] });
    expect(await comparisonsOf({})).toEqual([true]);
    change(world, {
      secrets: [SECRET, WRONG_SECRET].map((secret, index) => ({
        secretId: `s${index}`,
        hash: secretHasher.hash(secret),
        hint: '',
        createdAt: 0,
      })),
    });
    expect(await comparisonsOf({})).toEqual([true, true]);
  });

  test('reads nothing for credentials that cannot be ours', async () => {
    const world = aTokenWorld();
    const neverRead = { get: () => Promise.reject(new Error('was read')) };
    const issuing = { ...world.issuing, subscriptions: neverRead };
    const credentials = { method: 'client_secret_post', clientId: '😀', clientSecret: SECRET } as const;

    const outcome = await issueToken(
      { grantType: 'client_credentials', scope: undefined, resources: [], credentials },
      world.endpoint,
      issuing,
    );

    expect(outcome).toMatchObject({ failure: { reason: 'credentials_malformed' } });
  });
});
