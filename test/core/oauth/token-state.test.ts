import { describe, expect, test } from '@jest/globals';
import { signAccessToken } from '#adapters/jwt/sign-access-token.ts';
import { constantAttribute } from '#core/catalog/token-attributes.ts';
import type { AccessTokenClaims } from '#core/oauth/access-token.ts';
import { introspectToken } from '#core/oauth/introspect-token.ts';
import { introspectionAnswer } from '#core/oauth/introspection-answer.ts';
import { issueToken } from '#core/oauth/issue-token.ts';
import { revokeToken } from '#core/oauth/revoke-token.ts';
import { formatConsumerKey } from '#core/registry/consumer-credentials.ts';
import { StoreUnavailableError } from '#core/registry/store-faults.ts';
import type { Subscription } from '#core/registry/subscription.ts';
import { aClient, aProduct } from '../../support/registry-fixtures.ts';
import { aTokenWorld, CONSUMER_KEY, ISSUER, NOW, newKeyPair, SECRET, WRONG_SECRET } from '../../support/token-world.ts';

const credentialsOf = (clientId: string, clientSecret = SECRET) =>
  ({ method: 'client_secret_basic', clientId, clientSecret }) as const;
const OTHER_KEY = formatConsumerKey(new Uint8Array(16).fill(9));

/** One client with one live token, and what it and others can do with it. */
async function aTokenState() {
  const world = aTokenWorld();
  const dependencies = { ...world.issuing, ...world.authorizing, revocations: world.revocations };
  const signed: AccessTokenClaims[] = [];
  const issue = async (attributes = {}) => {
    const request = {
      grantType: 'client_credentials',
      scope: undefined,
      resources: [],
      credentials: credentialsOf(CONSUMER_KEY),
    };
    const sign = (claims: AccessTokenClaims) => {
      signed.push(claims);
      return world.issuing.sign(claims);
    };
    const issued = await issueToken(request, { ...world.endpoint, attributes }, { ...world.issuing, sign });
    if (!issued.ok) throw new Error(issued.failure.reason);
    return issued.value.accessToken;
  };
  const change = (fields: Partial<Subscription>) => {
    for (const subscription of world.registry.subscriptions.all())
      world.registry.subscriptions.put({ ...subscription, ...fields });
  };
  /** A token of ours with other claims, signed with our key. */
  const minted = (claims: Record<string, string | number>, keyPair = world.keyPair) =>
    signAccessToken({ ...signed[0]!, ...claims }, keyPair);
  const introspect = async (token: string, credentials = credentialsOf(CONSUMER_KEY), overrides = {}) => {
    const result = await introspectToken({ token, credentials }, { ...dependencies, ...overrides });
    if (!result.ok) return result.failure.reason;
    return result.value.outcome.ok ? 'active' : result.value.outcome.failure.reason;
  };
  const revoke = async (token: string, credentials = credentialsOf(CONSUMER_KEY), overrides = {}) => {
    const result = await revokeToken({ token, credentials }, { ...dependencies, ...overrides });
    return result.ok ? result.value.outcome : result.failure.reason;
  };
  const token = await issue();
  return { world, dependencies, token, issue, change, minted, introspect, revoke };
}

type State = Awaited<ReturnType<typeof aTokenState>>;

/** The same client’s other subscription, with the same secret. */
function subscribeAgain({ world }: State): void {
  for (const subscription of world.registry.subscriptions.all())
    world.registry.subscriptions.put({ ...subscription, consumerKey: OTHER_KEY });
}

describe('RFC 7662 §2.2: introspection', () => {
  test('tells what a live token means, its attributes included', async () => {
    const { dependencies, issue } = await aTokenState();
    const token = await issue({ tier: constantAttribute('gold'), active: constantAttribute('no') });

    const result = await introspectToken({ token, credentials: credentialsOf(CONSUMER_KEY) }, dependencies);

    const found = result.ok && result.value.outcome.ok ? result.value.outcome.value : undefined;
    expect(introspectionAnswer(found)).toEqual({
      active: true,
      tier: 'gold',
      scope: 'orders:read orders:write',
      client_id: CONSUMER_KEY,
      token_type: 'Bearer',
      exp: NOW / 1_000 + 600,
      iat: NOW / 1_000,
      sub: CONSUMER_KEY,
      aud: ISSUER,
      iss: ISSUER,
      jti: 'token-1',
    });
  });

  test('tells of the scopes that the product still sells, and of nbf where it is', async () => {
    const { world, dependencies, minted } = await aTokenState();
    world.registry.products.put(aProduct({ scopes: ['orders:write'] }));
    const token = minted({ nbf: NOW / 1_000 - 1 });

    const result = await introspectToken({ token, credentials: credentialsOf(CONSUMER_KEY) }, dependencies);

    expect(result).toMatchObject({
      value: { outcome: { value: { scopes: ['orders:write'], notBefore: NOW / 1_000 - 1 } } },
    });
    expect(introspectionAnswer({ ...Object(result).value.outcome.value, scopes: [] })).toMatchObject({
      nbf: NOW / 1_000 - 1,
    });
  });

  test('says nothing but that of a token that is not live', () => {
    expect(introspectionAnswer(undefined)).toEqual({ active: false });
  });

  test.each<[string, (state: State) => string, string]>([
    ['expired', ({ minted }) => minted({ iat: NOW / 1_000 - 600, exp: NOW / 1_000 }), 'token_expired'],
    ['not yet valid', ({ minted }) => minted({ nbf: NOW / 1_000 + 31 }), 'token_not_yet_valid'],
    ['issued ahead', ({ minted }) => minted({ iat: NOW / 1_000 + 31 }), 'token_not_yet_valid'],
    ['of another issuer', ({ minted }) => minted({ iss: 'https://other.example' }), 'issuer_wrong'],
    ['for another audience', ({ minted }) => minted({ aud: 'https://other.example' }), 'audience_wrong'],
    ['of an id that no table takes', ({ minted }) => minted({ jti: 'x'.repeat(257) }), 'claims_malformed'],
    ['signed by somebody else', ({ minted }) => minted({}, newKeyPair()), 'key_unknown'],
    ['no token', () => 'hello', 'token_malformed'],
    ['of another incarnation', ({ minted }) => minted({ subscription: 'f'.repeat(32) }), 'subscription_replaced'],
    ['of another client', ({ minted }) => minted({ client: 'globex' }), 'product_changed'],
    ['for another product', ({ minted }) => minted({ product: 'legacy' }), 'product_changed'],
  ])('takes one that is %s for inactive', async (_, tokenOf, reason) => {
    const state = await aTokenState();

    expect(await state.introspect(tokenOf(state))).toBe(reason);
  });

  test('takes tokens for inactive that a leaked secret had got', async () => {
    const { token, change, introspect } = await aTokenState();

    change({ tokensNotBefore: NOW / 1_000 + 1 });

    expect(await introspect(token)).toBe('token_revoked');
  });

  test('shows a token to nobody but its own subscription, and looks for no revocation of it', async () => {
    const state = await aTokenState();
    subscribeAgain(state);
    const neverAsked = { isRevoked: () => Promise.reject(new Error('was asked')) };
    const overrides = { revocations: neverAsked };

    expect(await state.introspect(state.token, credentialsOf(OTHER_KEY), overrides)).toBe('token_of_another_client');
    expect(await state.introspect('hello', credentialsOf(OTHER_KEY), overrides)).toBe('token_malformed');
  });

  test('is honest about an outage: neither active nor not', async () => {
    const { token, introspect } = await aTokenState();
    const isRevoked = () => Promise.reject(new StoreUnavailableError('GetItem', { cause: new Error('gone') }));

    await expect(introspect(token, credentialsOf(CONSUMER_KEY), { revocations: { isRevoked } })).rejects.toThrow(
      StoreUnavailableError,
    );
  });
});

describe('RFC 7009 §2: revocation', () => {
  test('is of the token’s id until it would have expired, and makes it inactive, but no other', async () => {
    const { world, token, issue, introspect, revoke } = await aTokenState();
    const other = await issue();

    expect(await revoke(token)).toBe('revoked');
    expect(await revoke(token)).toBe('revoked');

    expect(world.revocations.all()).toEqual([
      { tokenId: 'token-0', consumerKey: CONSUMER_KEY, revokedAt: NOW, expiresAt: NOW / 1_000 + 600 },
    ]);
    expect(await introspect(token)).toBe('token_revoked_by_client');
    expect(await introspect(other)).toBe('active');
  });

  test('of another subscription’s token does nothing', async () => {
    const state = await aTokenState();
    subscribeAgain(state);

    expect(await state.revoke(state.token, credentialsOf(OTHER_KEY))).toBe('token_of_another_client');

    expect(state.world.revocations.all()).toEqual([]);
    expect(await state.introspect(state.token)).toBe('active');
  });

  test('of what is no live token keeps nothing', async () => {
    const { world, minted, revoke } = await aTokenState();

    expect(await revoke('hello')).toBe('token_malformed');
    expect(await revoke(minted({ iat: NOW / 1_000 - 600, exp: NOW / 1_000 }))).toBe('token_expired');
    expect(await revoke(minted({}, newKeyPair()))).toBe('key_unknown');

    expect(world.revocations.all()).toEqual([]);
  });

  test('that cannot be kept is a fault, and no success', async () => {
    const { world, token, revoke } = await aTokenState();
    const unavailable = () => Promise.reject(new StoreUnavailableError('PutItem', { cause: new Error('gone') }));
    const revocations = { ...world.revocations, revoke: unavailable };

    await expect(revoke(token, credentialsOf(CONSUMER_KEY), { revocations })).rejects.toThrow(StoreUnavailableError);
  });
});

describe('RFC 6749 §2.3: clients authenticate as they do for a token', () => {
  test.each<[string, (state: State) => void, string]>([
    ['a wrong secret', () => {}, 'secret_wrong'],
    ['a paused subscription', ({ change }) => change({ status: 'paused' }), 'subscription_paused'],
    ['an expired subscription', ({ change }) => change({ expiresAt: NOW }), 'subscription_expired'],
    ['a subscription without secrets', ({ change }) => change({ secrets: [] }), 'secret_wrong'],
    [
      'a disabled client',
      ({ world }) => world.registry.clients.put(aClient({ status: 'disabled' })),
      'client_disabled',
    ],
    ['a product that is gone', ({ world }) => world.registry.products.delete('orders'), 'product_missing'],
  ])('%s can neither introspect nor revoke', async (what, arrange, reason) => {
    const state = await aTokenState();
    const credentials = credentialsOf(CONSUMER_KEY, what === 'a wrong secret' ? WRONG_SECRET : SECRET);

    arrange(state);

    expect(await state.introspect(state.token, credentials)).toBe(reason);
    expect(await state.revoke(state.token, credentials)).toBe(reason);
    expect(state.world.revocations.all()).toEqual([]);
  });
});
