import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { ecKeyPair, ed25519KeyPair, rsaKeyPair } from '#test/support/client-assertions.ts';
import { registryUnderTest } from '#test/support/registry-caller.ts';
import { CREATED_AT } from '#test/support/registry-fixtures.ts';

const [ec, rsa, okp] = [ecKeyPair('one').jwk, rsaKeyPair().jwk, ed25519KeyPair().jwk];
const product = { productId: 'orders', displayName: 'Orders', projects: [{ projectId: 'orders' }], scopes: [] };
const subscription = { clientId: 'acme', productId: 'orders' };
const ANY_STATE = { 'If-Match': '*' };

/** The first number of so many bits, and `more`. */
const modulus = (bits: number, more: bigint, bytes = Math.ceil(bits / 8)) =>
  Buffer.from(((1n << BigInt(bits - 1)) + more).toString(16).padStart(2 * bytes, '0'), 'hex').toString('base64url');

async function aRegistry(fields: object = {}) {
  const registry = registryUnderTest();
  await registry.call('POST', '/products', { ...product, ...fields });
  await registry.call('POST', '/clients', { clientId: 'acme', displayName: 'Acme', email: 'api@acme.example' });
  return registry;
}

describe('the keys of a subscription', () => {
  test('are registered with it, shown, replaced as a whole, and taken away', async () => {
    const { call } = await aRegistry();
    const jwks = { keys: [ec, { ...rsa, alg: 'RS256', use: 'sig' }, { ...okp, kid: 'three', alg: 'Ed25519' }] };

    const { body: made } = await call('POST', '/subscriptions', { ...subscription, jwks });
    const path = `/subscriptions/${made.consumerKey}`;

    expect(made.jwks).toEqual(jwks);
    expect((await call('GET', path)).body.jwks).toEqual(jwks);
    expect((await call('PATCH', path, { expiresAt: '2030-01-01T00:00:00Z' }, ANY_STATE)).body.jwks).toEqual(jwks);
    expect((await call('PATCH', path, { jwks: { keys: [ec] } }, ANY_STATE)).body.jwks).toEqual({ keys: [ec] });
    expect((await call('PATCH', path, { jwks: null }, ANY_STATE)).body).not.toHaveProperty('jwks');
  });

  test.each(['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'])(
    'hold no private part: %s is refused in words, and repeated nowhere',
    async (member) => {
      const { call, stores, lines } = await aRegistry();
      const keys = [{ ...rsa, [member]: 'cHJpdmF0ZQ' }];

      const { status, body } = await call('POST', '/subscriptions', { ...subscription, jwks: { keys } });

      expect([status, body.errors]).toEqual([
        400,
        [{ field: `jwks.keys[0].${member}`, message: expect.stringContaining('is part of a private key') }],
      ]);
      expect(JSON.stringify([body, lines])).not.toContain('cHJpdmF0ZQ');
      expect(stores.subscriptions.all()).toEqual([]);
    },
  );

  test('may have any number of bits between 3072 and 4096', async () => {
    const { call } = await aRegistry();
    const numbers = [modulus(3_072, 15n), modulus(3_073, 1n), modulus(3_500, 11n), modulus(4_096, 3n)];
    const keys = numbers.map((n) => ({ ...rsa, n }));

    const { status, body } = await call('POST', '/subscriptions', { ...subscription, jwks: { keys } });

    expect([status, body.jwks]).toEqual([201, { keys }]);
  });

  const small = generateKeyPairSync('rsa', { modulusLength: 2_048 }).publicKey.export({ format: 'jwk' });
  test.each<[string, unknown, string, string]>([
    ['no list', {}, 'jwks.keys', 'is required'],
    ['no key', { keys: [] }, 'jwks.keys', 'must have at least one key'],
    [
      'six keys',
      { keys: Array.from({ length: 6 }, (_, index) => ({ ...ec, kid: `${index}` })) },
      'jwks.keys',
      'must have at most 5 keys',
    ],
    ['one kid twice', { keys: [ec, { ...okp, kid: 'one' }] }, 'jwks.keys[1].kid', 'is the kid of another key'],
    ['a key that is a text', { keys: ['x'] }, 'jwks.keys[0]', 'must be an object'],
    ['a symmetric key', { keys: [{ kty: 'oct' }] }, 'jwks.keys[0].kty', 'must be "EC", "RSA" or "OKP"'],
    ['another curve', { keys: [{ ...ec, crv: 'P-384' }] }, 'jwks.keys[0].crv', 'must be "P-256"'],
    ['another point', { keys: [{ ...ec, y: `${'A'.repeat(42)}A` }] }, 'jwks.keys[0].x', 'no point of P-256'],
    ['a short coordinate', { keys: [{ ...ec, x: 'AA' }] }, 'jwks.keys[0].x', 'must be 32 bytes'],
    ['another algorithm', { keys: [{ ...rsa, alg: 'PS256' }] }, 'jwks.keys[0].alg', 'must be "RS256"'],
    ['another kind of algorithm', { keys: [{ ...ec, alg: 'RS256' }] }, 'jwks.keys[0].alg', 'must be "ES256"'],
    ['a use of encryption', { keys: [{ ...ec, use: 'enc' }] }, 'jwks.keys[0].use', 'must be "sig"'],
    ['2048 bits', { keys: [{ ...rsa, n: small.n }] }, 'jwks.keys[0].n', '3072 to 4096 bits'],
    ['4104 bits', { keys: [{ ...rsa, n: modulus(4_104, 15n) }] }, 'jwks.keys[0].n', '3072 to 4096 bits'],
    ['a byte too many', { keys: [{ ...rsa, n: modulus(3_072, 15n, 385) }] }, 'jwks.keys[0].n', '3072 to 4096 bits'],
    ['an even modulus', { keys: [{ ...rsa, n: modulus(3_072, 0n) }] }, 'jwks.keys[0].n', 'small factor'],
    ['a modulus of ones alone', { keys: [{ ...rsa, n: '_'.repeat(512) }] }, 'jwks.keys[0].n', 'small factor'],
    ['a small exponent', { keys: [{ ...rsa, e: 'Aw' }] }, 'jwks.keys[0].e', 'must be "AQAB"'],
    [
      'a point for which anybody can sign',
      { keys: [{ ...okp, x: Buffer.concat([Buffer.from([1]), Buffer.alloc(31)]).toString('base64url') }] },
      'jwks.keys[0].x',
      'is no public key of Ed25519',
    ],
    ['an unknown member', { keys: [{ ...ec, x5u: 'https://x' }] }, 'jwks.keys[0].x5u', 'is not known here'],
    ['a blank kid', { keys: [{ ...ec, kid: ' ' }] }, 'jwks.keys[0].kid', 'must have 1 to 128 characters'],
    ['a member beside the list', { keys: [ec], x: 1 }, 'jwks.x', 'is not known here'],
  ])('are refused with %s', async (_, jwks, field, message) => {
    const { call } = await aRegistry();

    const { status, body } = await call('POST', '/subscriptions', { ...subscription, jwks });

    expect([status, body.errors]).toEqual([400, [{ field, message: expect.stringContaining(message) }]]);
  });

  test('are never behind a URL', async () => {
    const { call } = await aRegistry();

    const { body } = await call('POST', '/subscriptions', { ...subscription, jwks_uri: 'https://acme.example/jwks' });

    expect(body.errors).toEqual([{ field: 'jwks_uri', message: 'is not known here' }]);
  });

  test('can be changed together with the end of all tokens, as after a leak', async () => {
    const { call } = await aRegistry();
    const { body: made } = await call('POST', '/subscriptions', { ...subscription, jwks: { keys: [ec] } });
    const change = { jwks: { keys: [okp] }, endTokens: true };

    const { body } = await call('PATCH', `/subscriptions/${made.consumerKey}`, change, ANY_STATE);

    const end = new Date((Math.floor(CREATED_AT / 1_000) + 10) * 1_000).toISOString();
    expect(body).toMatchObject({ jwks: { keys: [okp] }, tokensNotBefore: end });
  });
});

describe('the audit trail', () => {
  test('tells a change of keys from all others, and only where there is one', async () => {
    const { call, auditTrail } = await aRegistry();
    const { body: made } = await call('POST', '/subscriptions', { ...subscription, jwks: { keys: [ec] } });
    const changes = [
      { jwks: { keys: [ec] }, attributes: { tier: 'gold' } },
      { jwks: { keys: [ec, okp] } },
      { endTokens: true },
      { jwks: null, attributes: { tier: 'blue' } },
    ];

    for (const change of changes) await call('PATCH', `/subscriptions/${made.consumerKey}`, change, ANY_STATE);

    const entries = auditTrail.all().filter(({ entity }) => entity === `subscription/${made.consumerKey}`);
    expect(entries.map(({ action }) => action)).toEqual([
      'subscription.create',
      'subscription.change',
      'keys.change',
      'subscription.change',
      'keys.change',
    ]);
    expect(new Set(entries.map(({ after }) => after)).size).toBe(entries.length);
  });
});

describe('the authentication methods of a product', () => {
  test('are those that it names, or all again', async () => {
    const { call } = await aRegistry({ authenticationMethods: ['private_key_jwt'] });

    expect((await call('GET', '/products/orders')).body.authenticationMethods).toEqual(['private_key_jwt']);
    const methods = ['client_secret_basic', 'private_key_jwt'];
    const changed = await call('PATCH', '/products/orders', { authenticationMethods: methods }, ANY_STATE);
    expect(changed.body.authenticationMethods).toEqual(methods);
    const all = await call('PATCH', '/products/orders', { authenticationMethods: null }, ANY_STATE);
    expect(all.body).not.toHaveProperty('authenticationMethods');
  });

  test.each<[unknown, string, string]>([
    [[], 'authenticationMethods', 'must name at least one method'],
    [['none'], 'authenticationMethods[0]', 'must be one of client_secret_basic'],
    [['private_key_jwt', 'private_key_jwt'], 'authenticationMethods', 'must name each method once'],
    ['private_key_jwt', 'authenticationMethods', 'must be a list'],
  ])('are refused as %j', async (authenticationMethods, field, message) => {
    const { call } = registryUnderTest();

    const { status, body } = await call('POST', '/products', { ...product, authenticationMethods });

    expect([status, body.errors]).toEqual([400, [{ field, message: expect.stringContaining(message) }]]);
  });

  test('give a subscription no secret where none is taken, and say nothing of one', async () => {
    const { call, stores } = await aRegistry({ authenticationMethods: ['private_key_jwt'] });
    const key = { 'Idempotency-Key': 'once' };

    const made = await call('POST', '/subscriptions', { ...subscription, jwks: { keys: [ec] } }, key);
    const again = await call('POST', '/subscriptions', { ...subscription, jwks: { keys: [ec] } }, key);

    for (const { status, body } of [made, again]) {
      expect(status).toBe(201);
      expect(body).not.toHaveProperty('consumerSecret');
      expect(body).not.toHaveProperty('consumerSecretShown');
      expect(body.secrets).toEqual([]);
    }
    expect(again.headers).toMatchObject({ 'idempotency-replayed': 'true' });
    expect(stores.subscriptions.all()).toHaveLength(1);
  });

  test('let a subscription without a secret have its first one where secrets are taken again', async () => {
    const { call } = await aRegistry({ authenticationMethods: ['private_key_jwt'] });
    const { body: made } = await call('POST', '/subscriptions', { ...subscription, jwks: { keys: [ec] } });
    await call('PATCH', '/products/orders', { authenticationMethods: null }, ANY_STATE);

    const { status, body } = await call('POST', `/subscriptions/${made.consumerKey}/secrets`, { overlap: 'now' });

    expect([status, body.consumerSecret]).toEqual([201, expect.stringMatching(/^tgs_/)]);
    expect(body.subscription).toMatchObject({ secrets: [{ secretId: body.secret.secretId }], jwks: { keys: [ec] } });
  });
});
