import { createPublicKey } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { authenticateClient } from '#core/oauth/authenticate-client.ts';
import type { ClientCredentials } from '#core/oauth/client-authentication.ts';
import { AUTHENTICATION_METHODS } from '#core/registry/authentication-method.ts';
import type { ClientJwk } from '#core/registry/client-jwk.ts';
import { StoreUnavailableError } from '#core/registry/store-faults.ts';
import type { Subscription } from '#core/registry/subscription.ts';
import {
  type AssertionChanges,
  anAssertion,
  type ClientKeyPair,
  ecKeyPair,
  ed25519KeyPair,
  rsaKeyPair,
  signatureOf,
} from '../../support/client-assertions.ts';
import { aProduct, aSubscription } from '../../support/registry-fixtures.ts';
import { aTokenWorld, CONSUMER_KEY, ISSUER, NOW, SECRET } from '../../support/token-world.ts';

type World = ReturnType<typeof aTokenWorld>;
const ec = ecKeyPair();
const rsa = rsaKeyPair();
const ed25519 = ed25519KeyPair();
const of = { consumerKey: CONSUMER_KEY, issuer: ISSUER, now: NOW };
const OTHER_KEY = 'tgk_0000000000000000000009';

function aWorld(...keys: readonly ClientJwk[]): World {
  const world = aTokenWorld();
  change(world, { jwks: { keys } });
  return world;
}

function change(world: World, fields: Partial<Subscription>) {
  for (const subscription of world.registry.subscriptions.all()) {
    world.registry.subscriptions.put({ ...subscription, ...fields });
  }
}

async function authenticate(world: World, clientAssertion: string, clientId?: string) {
  const credentials = { method: 'private_key_jwt', clientAssertion, clientId } as const;
  return outcomeOf(world, credentials);
}

async function outcomeOf(world: World, credentials: ClientCredentials) {
  const outcome = await authenticateClient(credentials, world.clock.now, world.issuing);
  return outcome.ok ? outcome.value.method : outcome.failure.reason;
}

describe('a client with a key', () => {
  test.each<[string, ClientKeyPair]>([
    ['ES256', ec],
    ['RS256', rsa],
    ['EdDSA', ed25519],
    ['Ed25519', { ...ed25519, alg: 'Ed25519' }],
  ])('is authenticated by an assertion that it has signed with %s', async (_, pair) => {
    expect(await authenticate(aWorld(pair.jwk), anAssertion(pair, of))).toBe('private_key_jwt');
  });

  test('is told by name which key it means, and every key that fits is tried where it names none', async () => {
    const [old, young] = [ecKeyPair('old'), ecKeyPair('young')];
    const world = aWorld(old.jwk, young.jwk, ec.jwk);

    expect(await authenticate(world, anAssertion(young, of, { header: { kid: 'young' } }))).toBe('private_key_jwt');
    expect(await authenticate(world, anAssertion(young, of))).toBe('private_key_jwt');
    expect(await authenticate(world, anAssertion(ec, of, { header: { kid: 'any' } }))).toBe('private_key_jwt');
    expect(await authenticate(world, anAssertion(young, of, { header: { kid: 'old' } }))).toBe(
      'assertion_signature_invalid',
    );
  });

  test.each<[string, ClientKeyPair, AssertionChanges, string]>([
    ['the key of somebody else', ecKeyPair(), {}, 'assertion_signature_invalid'],
    ['a key in its header', ecKeyPair(), { header: { jwk: ecKeyPair().jwk } }, 'assertion_signature_invalid'],
    ['the algorithm of another kind of key', ec, { header: { alg: 'RS256' } }, 'assertion_key_unknown'],
    ['a signature of zeros', ec, { signature: () => Buffer.alloc(64) }, 'assertion_signature_invalid'],
    ['no signature to speak of', ec, { signature: () => Buffer.alloc(1) }, 'assertion_signature_invalid'],
    [
      'a DER signature',
      ec,
      { signature: (input) => Buffer.concat([Buffer.from([0x30]), signatureOf(input, ec.privateKey)]) },
      'assertion_signature_invalid',
    ],
  ])('is not authenticated by %s', async (_, pair, changes, reason) => {
    expect(await authenticate(aWorld(ec.jwk), anAssertion(pair, of, changes))).toBe(reason);
  });

  test('is not authenticated by a kid that no key has', async () => {
    const named = ecKeyPair('mine');

    for (const kid of ['other', '__proto__', '../../dev/null', 'k'.repeat(3_000)]) {
      const assertion = anAssertion(named, of, { header: { kid } });
      expect(await authenticate(aWorld(named.jwk), assertion)).toBe('assertion_key_unknown');
    }
  });

  test('is not authenticated by the key of another client', async () => {
    const world = aWorld(ec.jwk);
    const other = ecKeyPair();
    world.registry.subscriptions.put(aSubscription({ consumerKey: OTHER_KEY, jwks: { keys: [other.jwk] } }));

    expect(await authenticate(world, anAssertion(other, of))).toBe('assertion_signature_invalid');
    expect(await authenticate(world, anAssertion(other, { ...of, consumerKey: OTHER_KEY }))).toBe('private_key_jwt');
  });

  test('is known by its consumer key, and nobody is looked up for what cannot be an assertion', async () => {
    const world = aWorld(ec.jwk);
    const unread = { get: () => Promise.reject(new Error('was read')) };
    const quiet = { ...world, issuing: { ...world.issuing, subscriptions: unread } };

    expect(await authenticate(world, anAssertion(ec, { ...of, consumerKey: OTHER_KEY }))).toBe('client_unknown');
    expect(await authenticate(aTokenWorld(), anAssertion(ec, of))).toBe('assertion_key_unknown');
    expect(await authenticate(quiet, 'a.b.c')).toBe('assertion_malformed');
    expect(await authenticate(quiet, anAssertion(ec, of, { claims: { exp: 1 } }))).toBe('assertion_expired');
  });

  test.each<[string, ClientKeyPair]>([
    ['ES256', ec],
    ['RS256', rsa],
    ['EdDSA', ed25519],
  ])(
    'costs what a wrong signature costs where nobody knows it: an %s signature is verified with a real key',
    async (_, pair) => {
      const world = aWorld(ec.jwk);
      const tried: ClientJwk[] = [];
      const { clientAssertions } = world.issuing;
      const watching = {
        ...clientAssertions,
        isSignedWith: (_assertion: string, key: ClientJwk) => tried.push(key) < 0,
      };

      await authenticate(
        { ...world, issuing: { ...world.issuing, clientAssertions: watching } },
        anAssertion(pair, { ...of, consumerKey: OTHER_KEY }),
      );

      const details = tried.map((key) => createPublicKey({ key: { ...key }, format: 'jwk' }));
      expect(
        details.map(({ asymmetricKeyType, asymmetricKeyDetails }) => [asymmetricKeyType, asymmetricKeyDetails]),
      ).toEqual([[pair.privateKey.asymmetricKeyType, pair.privateKey.asymmetricKeyDetails]]);
    },
  );

  test('has no secret that it was authenticated by', async () => {
    const credentials = {
      method: 'private_key_jwt',
      clientAssertion: anAssertion(ec, of),
      clientId: undefined,
    } as const;
    const world = aWorld(ec.jwk);

    const outcome = await authenticateClient(credentials, NOW, world.issuing);

    expect(outcome.ok && Object.keys(outcome.value).sort()).toEqual(['client', 'method', 'product', 'subscription']);
  });

  test('costs the same work when nobody knows it, or it has no key: a signature is verified all the same', async () => {
    const worlds = [aWorld(ec.jwk), aTokenWorld(), aWorld(ecKeyPair('other').jwk)];
    const counts: number[] = [];
    for (const [index, world] of worlds.entries()) {
      let verified = 0;
      const { isSignedWith } = world.issuing.clientAssertions;
      const counting = {
        ...world.issuing.clientAssertions,
        isSignedWith: (...all: Parameters<typeof isSignedWith>) => {
          verified += 1;
          return isSignedWith(...all);
        },
      };
      const consumerKey = index === 0 ? CONSUMER_KEY : index === 1 ? OTHER_KEY : CONSUMER_KEY;
      const assertion = anAssertion(ecKeyPair(), { ...of, consumerKey }, { header: { kid: 'mine' } });
      await authenticateClient({ method: 'private_key_jwt', clientAssertion: assertion, clientId: undefined }, NOW, {
        ...world.issuing,
        clientAssertions: counting,
      });
      counts.push(verified);
    }

    expect(counts).toEqual([1, 1, 1]);
  });
});

describe('RFC 7523 §3: an assertion', () => {
  test('counts once, however it is sent again', async () => {
    const world = aWorld(ec.jwk);
    const claims = { jti: 'once' };
    const assertion = anAssertion(ec, of, { claims });

    expect(await authenticate(world, assertion)).toBe('private_key_jwt');
    expect(await authenticate(world, assertion)).toBe('assertion_replayed');
    expect(await authenticate(world, anAssertion(ec, of, { claims }))).toBe('assertion_replayed');
    expect(await authenticate(world, anAssertion(ec, of, { claims: { jti: 'twice' } }))).toBe('private_key_jwt');
  });

  test('counts once of fifty times at once', async () => {
    const world = aWorld(ec.jwk);
    const assertion = anAssertion(ec, of);

    const outcomes = await Promise.all(Array.from({ length: 50 }, () => authenticate(world, assertion)));

    expect(outcomes.filter((one) => one === 'private_key_jwt')).toHaveLength(1);
    expect(outcomes.filter((one) => one === 'assertion_replayed')).toHaveLength(49);
  });

  test('is not used up when it proves nothing, or its client may not come in', async () => {
    const world = aWorld(ec.jwk);
    const used: string[] = [];
    const assertionUses = { use: async ({ assertionId }: { assertionId: string }) => used.push(assertionId) > 0 };
    const quiet = { ...world, issuing: { ...world.issuing, assertionUses } };

    await authenticate(quiet, anAssertion(ecKeyPair(), of));
    change(world, { status: 'paused' });
    expect(await authenticate(quiet, anAssertion(ec, of))).toBe('subscription_paused');
    expect(used).toEqual([]);
  });

  test('that cannot be told to be new is an outage, and neither accepted nor refused', async () => {
    const world = aWorld(ec.jwk);
    const assertionUses = {
      use: () => Promise.reject(new StoreUnavailableError('PutItem on AssertionUses', { cause: undefined })),
    };

    const outcome = authenticate({ ...world, issuing: { ...world.issuing, assertionUses } }, anAssertion(ec, of));

    await expect(outcome).rejects.toThrow(StoreUnavailableError);
  });
});

describe('a product', () => {
  const credentials = (method: 'client_secret_basic' | 'client_secret_post') =>
    ({ method, clientId: CONSUMER_KEY, clientSecret: SECRET }) as const;

  test.each(AUTHENTICATION_METHODS)('that takes %s alone takes nothing else', async (allowed) => {
    const world = aWorld(ec.jwk);
    world.registry.products.put(aProduct({ authenticationMethods: [allowed] }));

    const outcomes = {
      client_secret_basic: await outcomeOf(world, credentials('client_secret_basic')),
      client_secret_post: await outcomeOf(world, credentials('client_secret_post')),
      private_key_jwt: await authenticate(world, anAssertion(ec, of)),
    };

    for (const [method, outcome] of Object.entries(outcomes)) {
      expect(outcome).toBe(method === allowed ? method : 'authentication_method_not_allowed');
    }
  });

  test('that says nothing takes them all', async () => {
    const world = aWorld(ec.jwk);

    expect(await outcomeOf(world, credentials('client_secret_basic'))).toBe('client_secret_basic');
    expect(await outcomeOf(world, credentials('client_secret_post'))).toBe('client_secret_post');
    expect(await authenticate(world, anAssertion(ec, of))).toBe('private_key_jwt');
  });
});
