import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { KmsError, kmsOperation } from '#local/data/kms-operations.ts';
import type { MasterKey } from '#local/data/master-keys.ts';

function masterKey(digit: string): MasterKey {
  const keyId = `${digit.repeat(8)}-1111-4111-8111-111111111111`;
  return { keyId, arn: `arn:aws:kms:us-east-1:000000000000:key/${keyId}`, secret: Buffer.alloc(32, digit) };
}

const [key, other] = [masterKey('1'), masterKey('2')];
const keys = [key, other];
const context = { purpose: 'signing', kid: 'a' };

function generate() {
  const input = { KeyId: key.arn, KeyPairSpec: 'ECC_NIST_P256', EncryptionContext: context };
  return kmsOperation('GenerateDataKeyPairWithoutPlaintext', input, keys);
}

test('makes a P-256 pair whose private half comes back only by decryption', () => {
  const pair = generate();

  const input = { CiphertextBlob: pair.PrivateKeyCiphertextBlob, EncryptionContext: { kid: 'a', purpose: 'signing' } };
  const { KeyId, Plaintext } = kmsOperation('Decrypt', input, keys);

  expect([pair.KeyId, pair.KeyPairSpec, KeyId]).toEqual([key.arn, 'ECC_NIST_P256', key.arn]);
  const privateKey = createPrivateKey({ key: Buffer.from(String(Plaintext), 'base64'), format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey({
    key: Buffer.from(String(pair.PublicKey), 'base64'),
    format: 'der',
    type: 'spki',
  });
  expect(publicKey.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' });
  expect(verify('sha256', Buffer.from('text'), publicKey, sign('sha256', Buffer.from('text'), privateKey))).toBe(true);
});

function corrupted(blob: unknown): string {
  const bytes = Buffer.from(String(blob), 'base64');
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  return bytes.toString('base64');
}

test.each<[string, string, (blob: unknown) => Record<string, unknown>, readonly MasterKey[]]>([
  [
    'another context',
    'InvalidCiphertextException',
    (blob) => ({ CiphertextBlob: blob, EncryptionContext: { kid: 'b' } }),
    keys,
  ],
  ['no context', 'InvalidCiphertextException', (blob) => ({ CiphertextBlob: blob }), keys],
  [
    'a corrupted blob',
    'InvalidCiphertextException',
    (blob) => ({ CiphertextBlob: corrupted(blob), EncryptionContext: context }),
    keys,
  ],
  ['a short blob', 'InvalidCiphertextException', () => ({ CiphertextBlob: 'AAAA' }), keys],
  ['no blob', 'InvalidCiphertextException', () => ({}), keys],
  [
    'a key that is gone',
    'InvalidCiphertextException',
    (blob) => ({ CiphertextBlob: blob, EncryptionContext: context }),
    [other],
  ],
  [
    'another key',
    'IncorrectKeyException',
    (blob) => ({ CiphertextBlob: blob, EncryptionContext: context, KeyId: other.keyId }),
    keys,
  ],
  ['an unknown key', 'NotFoundException', (blob) => ({ CiphertextBlob: blob, KeyId: 'alias/x' }), keys],
])('refuses to decrypt with %s', (_, name, input, available) => {
  const { PrivateKeyCiphertextBlob } = generate();

  expect(() => kmsOperation('Decrypt', input(PrivateKeyCiphertextBlob), available)).toThrow(
    expect.objectContaining({ name }),
  );
});

test.each([
  ['Sign', {}, 'UnknownOperationException'],
  ['GenerateDataKeyPairWithoutPlaintext', { KeyId: 'x', KeyPairSpec: 'ECC_NIST_P256' }, 'NotFoundException'],
  [
    'GenerateDataKeyPairWithoutPlaintext',
    { KeyId: key.keyId, KeyPairSpec: 'RSA_2048' },
    'UnsupportedOperationException',
  ],
])('refuses %s with %j as %s', (operation, input, name) => {
  expect(() => kmsOperation(operation, input, keys)).toThrow(KmsError);
  expect(() => kmsOperation(operation, input, keys)).toThrow(expect.objectContaining({ name }));
});
