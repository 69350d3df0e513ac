import { createPrivateKey } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { signingKeyring } from '#adapters/keys/signing-keyring.ts';
import { DAY, KEY_TIMES } from '#core/keys/key-times.ts';
import type { SigningKey } from '#core/keys/signing-key.ts';
import { StoreUnavailableError } from '#core/registry/store-faults.ts';
import { aSigningKey } from '#test/support/in-memory-signing-keys.ts';
import { newKeyPair } from '#test/support/token-world.ts';

const START = 100 * DAY;

function aKey(fields: Partial<SigningKey> = {}): SigningKey {
  const { kid, publicJwk, privateKey } = newKeyPair();
  const encryptedPrivateKey = privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
  return aSigningKey({ kid, publicJwk, encryptedPrivateKey, ...fields });
}

function aKeyring(...keys: SigningKey[]) {
  const world = { now: START, lists: 0, decryptions: 0, keys, listFails: false, kmsFails: false, fallbacks: 0 };
  const keyring = signingKeyring({
    list: async () => {
      world.lists += 1;
      if (world.listFails) throw new StoreUnavailableError('Scan of SigningKeys', { cause: undefined });
      return world.keys;
    },
    decrypt: async ({ encryptedPrivateKey }) => {
      world.decryptions += 1;
      if (world.kmsFails) throw new Error('KMS is out of order');
      return createPrivateKey({ key: Buffer.from(encryptedPrivateKey, 'base64'), format: 'der', type: 'pkcs8' });
    },
    now: () => world.now,
    onFallback: () => {
      world.fallbacks += 1;
    },
  });
  return { world, keyring, signs: async () => (await keyring()).kid };
}

/** A key that signs, and one that takes over from it now. */
function aRotation() {
  const old = aKey({ createdAt: START - 40 * DAY });
  const fresh = aKey({ createdAt: START - 30 * DAY, promotedAt: START });
  const retired: SigningKey = { ...old, state: 'retired', retiredAt: START };
  return { old, fresh, retired };
}

test('decrypts a key once, however often and long it signs', async () => {
  const { world, keyring } = aKeyring(aKey());

  await Promise.all([keyring(), keyring(), keyring()]);
  world.now += KEY_TIMES.signerLease;
  await keyring();

  expect(world).toMatchObject({ lists: 2, decryptions: 1 });
});

test('takes the key that was promoted, once its lease is over', async () => {
  const { old, fresh, retired } = aRotation();
  const { world, signs } = aKeyring(old);

  expect(await signs()).toBe(old.kid);
  world.keys = [fresh, retired, aKey({ state: 'next' })];
  world.now += KEY_TIMES.signerLease - 1;
  expect(await signs()).toBe(old.kid);
  world.now += 1;
  expect(await signs()).toBe(fresh.kid);
});

test('is a fault without a current key', async () => {
  const keys = [aKey({ state: 'next' }), aKey({ state: 'revoked', revokedAt: START })];

  await expect(aKeyring(...keys).keyring()).rejects.toThrow('There is no current signing key');
});

test('goes on for the time of grace while the keys cannot be listed, and not beyond', async () => {
  const key = aKey();
  const { world, signs } = aKeyring(key);
  await signs();

  world.listFails = true;
  world.now += KEY_TIMES.signerLease + KEY_TIMES.signerGrace - 1;
  expect(await signs()).toBe(key.kid);
  world.now += 1;
  await expect(signs()).rejects.toThrow('Scan of SigningKeys failed.');
});

test('needs no KMS for a key that it has decrypted', async () => {
  const key = aKey();
  const { world, signs } = aKeyring(key);
  await signs();

  world.kmsFails = true;
  world.now += DAY;

  expect(await signs()).toBe(key.kid);
});

test('goes on with the key before while KMS does not decrypt the new one, and asks KMS now and then', async () => {
  const { old, fresh, retired } = aRotation();
  const { world, signs } = aKeyring(old);
  await signs();

  world.keys = [fresh, retired];
  world.kmsFails = true;
  world.now += KEY_TIMES.signerLease;
  for (let call = 0; call < 5; call += 1) expect(await signs()).toBe(old.kid);
  expect(world).toMatchObject({ decryptions: 2, fallbacks: 1 });

  world.kmsFails = false;
  world.now += 10_000;
  expect(await signs()).toBe(fresh.kid);
});

test('does not sign with a retired key for so long that its tokens would outlive it', async () => {
  const { old, fresh, retired } = aRotation();
  const { world, signs } = aKeyring(old);
  await signs();

  world.keys = [fresh, retired];
  world.kmsFails = true;
  world.now += KEY_TIMES.signerFallback - 1;
  expect(await signs()).toBe(old.kid);
  world.now += 1;
  await expect(signs()).rejects.toThrow('KMS is out of order');
});

test('never signs again with a key that it knows to be revoked, whatever fails', async () => {
  const { old, fresh } = aRotation();
  const { world, signs } = aKeyring(old);
  await signs();

  world.keys = [fresh, { ...old, state: 'revoked', revokedAt: START }];
  world.kmsFails = true;
  world.now += KEY_TIMES.signerLease;
  await expect(signs()).rejects.toThrow('KMS is out of order');
  world.listFails = true;
  world.now += KEY_TIMES.signerLease;
  await expect(signs()).rejects.toThrow('KMS is out of order');
});

test('many who sign at once wait for one list and one decryption, and the first after a failure has both anew', async () => {
  const key = aKey();
  const { world, signs } = aKeyring(key);
  world.kmsFails = true;

  const failed = await Promise.allSettled(Array.from({ length: 100 }, () => signs()));
  expect(failed.filter(({ status }) => status === 'rejected')).toHaveLength(100);
  expect(world).toMatchObject({ lists: 1, decryptions: 1 });

  world.kmsFails = false;
  expect(await signs()).toBe(key.kid);
  expect(world).toMatchObject({ lists: 1, decryptions: 2 });
});
