import { createPublicKey, type JsonWebKey } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ecKeyPair, ed25519KeyPair } from '../support/client-assertions.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { cliUnderTest } from '../support/tollgate-cli.ts';

const folder = temporaryFolder('client-keys');
const subscribe = ['subscriptions', 'create', '--client', 'acme', '--product', 'starter', '-o', 'json'];
const { privateKey, jwk } = ecKeyPair();
const named = { ...ed25519KeyPair().jwk, kid: 'mine' };

async function aRegistry(...productFlags: readonly string[]) {
  const cli = cliUnderTest();
  await cli.tollgate(['products', 'create', 'starter', '--project', 'orders', ...productFlags]);
  await cli.tollgate(['clients', 'create', 'acme', '--email', 'api@acme.example']);
  return cli;
}

let files = 0;
function file(content: string | object): string {
  const name = path.join(folder, `keys-${files++}`);
  writeFileSync(name, typeof content === 'string' ? content : JSON.stringify(content));
  return name;
}

const pemOf = (key: object) =>
  String(createPublicKey({ key: { ...key } as JsonWebKey, format: 'jwk' }).export({ type: 'spki', format: 'pem' }));

describe('the keys of a client', () => {
  test.each<[string, () => string | object, readonly object[]]>([
    ['PEM', () => pemOf(jwk), [jwk]],
    ['two PEMs in one file', () => `# mine\n${pemOf(jwk)}\n${pemOf(named)}`, [jwk, { ...named, kid: undefined }]],
    ['a JWK', () => named, [named]],
    ['a JWK with members that nobody needs', () => ({ ...named, ext: true, key_ops: ['verify'] }), [named]],
    ['a JWK Set', () => ({ keys: [jwk, { ...named, alg: 'EdDSA', use: 'sig' }] }), [jwk, named]],
  ])('are registered from %s', async (_, content, keys) => {
    const { tollgate } = await aRegistry();

    const { json, exitCode } = await tollgate([...subscribe, '--jwks', file(content())]);

    expect(exitCode).toBe(0);
    expect(json.jwks).toMatchObject({ keys: keys.map((key) => JSON.parse(JSON.stringify(key))) });
  });

  test('are read from stdin, shown, replaced and taken away', async () => {
    const { tollgate } = await aRegistry();
    const { json: made } = await tollgate([...subscribe, '--jwks', '-'], {
      stdin: JSON.stringify({ keys: [jwk, named] }),
    });
    const update = ['subscriptions', 'update', made.consumerKey, '-o', 'json'];

    expect((await tollgate(['subscriptions', 'show', made.consumerKey])).stdout).toMatch(/keys +EC mine \(OKP\)/);
    expect((await tollgate([...update, '--jwks', file(named)])).json.jwks).toEqual({ keys: [named] });
    expect((await tollgate([...update, '--end-tokens'])).json).toMatchObject({ tokensNotBefore: expect.any(String) });
    expect((await tollgate([...update, '--unset', 'jwks'])).json).not.toHaveProperty('jwks');
  });

  test.each<[string, () => string | object, string]>([
    ['a private key in PEM', () => String(privateKey.export({ type: 'pkcs8', format: 'pem' })), 'a private key'],
    ['a private JWK', () => privateKey.export({ format: 'jwk' }), 'a private key'],
    ['a private key in a set', () => ({ keys: [named, privateKey.export({ format: 'jwk' })] }), 'a private key'],
    ['PEM that is damaged', () => pemOf(jwk).replace(/M/g, 'A'), 'no public key'],
    ['a key that is too weak', () => ({ kty: 'RSA', n: 'AQAB', e: 'AQAB' }), '3072 to 4096 bits'],
    ['no key', () => ({ keys: [] }), 'without a public key'],
    ['neither JSON nor PEM', () => 'hello', 'neither JSON nor PEM'],
    ['a list', () => [1], 'without a public key'],
  ])('are not taken from a file with %s, and nothing is sent', async (_, content, message) => {
    const { tollgate, requests } = await aRegistry();
    const before = requests.length;

    const { exitCode, stderr } = await tollgate([...subscribe, '--jwks', file(content())]);

    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
    expect(requests).toHaveLength(before);
    const { d = 'none' } = privateKey.export({ format: 'jwk' });
    expect(stderr).not.toContain(d);
  });
});

describe('a product that takes keys alone', () => {
  test('gives its subscriptions no secret, and says so', async () => {
    const { tollgate } = await aRegistry('--authentication-method', 'private_key_jwt');

    const { json, stderr, exitCode } = await tollgate([...subscribe, '--jwks', file(jwk)]);

    expect([exitCode, json.secrets, json.consumerSecret]).toEqual([0, [], undefined]);
    expect(stderr).toContain('The product takes no secrets');
  });

  test('is shown, changed, and opened to every method again', async () => {
    const { tollgate } = await aRegistry('--authentication-method', 'private_key_jwt');
    const update = ['products', 'update', 'starter', '-o', 'json'];
    const methods = ['--authentication-method', 'private_key_jwt', '--authentication-method', 'client_secret_basic'];

    expect((await tollgate(['products', 'show', 'starter'])).stdout).toMatch(/authentication +private_key_jwt\n/);
    expect((await tollgate([...update, ...methods])).json.authenticationMethods).toEqual([
      'client_secret_basic',
      'private_key_jwt',
    ]);
    const all = await tollgate([...update, '--unset', 'authentication-method']);
    expect(all.json).not.toHaveProperty('authenticationMethods');
    expect((await tollgate([...update, '--authentication-method', 'none'])).exitCode).toBe(2);
  });
});

describe('tollgate apply and export', () => {
  test('keep methods and keys, and do nothing where nothing differs', async () => {
    const { tollgate } = await aRegistry('--authentication-method', 'private_key_jwt');
    await tollgate([...subscribe, '--jwks', file({ keys: [jwk, named] })]);
    const { stdout } = await tollgate(['export']);

    expect(stdout).toContain('private_key_jwt');
    expect((await tollgate(['apply', '--file', file(stdout), '--yes'])).stderr).toContain(
      'Everything is as the file says',
    );
    const another = stdout.replace('kid: mine', 'kid: yours');
    const applied = await tollgate(['apply', '--file', file(another), '--yes']);
    expect(applied.exitCode).toBe(0);
    expect((await tollgate(['export'])).stdout).toBe(another);
  });

  test('ask before a key or a method is taken away, and do not end tokens by a file', async () => {
    const { tollgate } = await aRegistry('--authentication-method', 'private_key_jwt');
    await tollgate([...subscribe, '--jwks', file({ keys: [jwk, named] })]);
    const { stdout } = await tollgate(['export', '-o', 'json']);
    const { subscriptions, ...rest } = JSON.parse(stdout);
    const less = { ...rest, subscriptions: [{ ...subscriptions[0], jwks: { keys: [jwk] } }] };
    const ending = { ...rest, subscriptions: [{ ...subscriptions[0], endTokens: true }] };

    expect((await tollgate(['apply', '--file', file(less)])).exitCode).toBe(2);
    expect((await tollgate(['apply', '--file', file(ending), '--yes'])).stderr).toContain('"endTokens" is no state');
  });
});
