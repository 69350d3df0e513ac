/** The two KMS operations that the template's functions use, on keys that never leave this machine. */
import { createCipheriv, createDecipheriv, generateKeyPairSync, randomBytes } from 'node:crypto';
import { type JsonObject, objectOf, stringOf } from '../json-value.ts';
import type { MasterKey } from './master-keys.ts';

/** An error as KMS names it; always sent with status 400. */
export class KmsError extends Error {
  override readonly name: string;

  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

/**
 * Does one operation.
 *
 * @throws KmsError
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKeyPairWithoutPlaintext.html
 */
export function kmsOperation(operation: string, input: JsonObject, keys: readonly MasterKey[]): JsonObject {
  switch (operation) {
    case 'GenerateDataKeyPairWithoutPlaintext':
      return generateDataKeyPair(input, keys);
    case 'Decrypt':
      return decrypt(input, keys);
    default:
      throw new KmsError('UnknownOperationException', `${operation} is not supported by the local stand-in`);
  }
}

function generateDataKeyPair(input: JsonObject, keys: readonly MasterKey[]): JsonObject {
  const key = findKey(stringOf(input.KeyId) ?? '', keys);
  if (input.KeyPairSpec !== 'ECC_NIST_P256') {
    throw new KmsError('UnsupportedOperationException', 'the local stand-in makes ECC_NIST_P256 pairs only');
  }
  const { publicKey, privateKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'der' },
  });
  return {
    KeyId: key.arn,
    KeyPairSpec: 'ECC_NIST_P256',
    PublicKey: publicKey.toString('base64'),
    PrivateKeyCiphertextBlob: seal(privateKey, key, input.EncryptionContext).toString('base64'),
  };
}

function decrypt(input: JsonObject, keys: readonly MasterKey[]): JsonObject {
  const blob = Buffer.from(stringOf(input.CiphertextBlob) ?? '', 'base64');
  const requested = stringOf(input.KeyId);
  const wanted = requested === undefined ? undefined : findKey(requested, keys);
  const key = keys.find(({ keyId }) => keyId === keyIdOf(blob));
  if (key === undefined) throw invalidCiphertext();
  if (wanted !== undefined && wanted !== key) {
    throw new KmsError(
      'IncorrectKeyException',
      'The key ID in the request does not identify a CMK that can perform this operation.',
    );
  }
  const plaintext = open(blob, key, input.EncryptionContext).toString('base64');
  return { KeyId: key.arn, Plaintext: plaintext, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' };
}

function findKey(id: string, keys: readonly MasterKey[]): MasterKey {
  const key = keys.find(({ keyId, arn }) => keyId === id || arn === id);
  if (key === undefined) throw new KmsError('NotFoundException', `Key '${id}' does not exist`);
  return key;
}

/** A blob is: version (1 byte), key id (36), nonce (12), tag (16), ciphertext. */
const [ID, NONCE, TAG, TEXT] = [1, 37, 49, 65];

function seal(plaintext: Buffer, key: MasterKey, context: unknown): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key.secret, nonce).setAAD(additionalData(key, context));
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([Buffer.of(1), Buffer.from(key.keyId, 'latin1'), nonce, cipher.getAuthTag(), ciphertext]);
}

function open(blob: Buffer, key: MasterKey, context: unknown): Buffer {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key.secret, blob.subarray(NONCE, TAG), { authTagLength: 16 })
      .setAAD(additionalData(key, context))
      .setAuthTag(blob.subarray(TAG, TEXT));
    return Buffer.concat([decipher.update(blob.subarray(TEXT)), decipher.final()]);
  } catch {
    throw invalidCiphertext();
  }
}

function keyIdOf(blob: Buffer): string {
  return blob[0] === 1 && blob.length > TEXT ? blob.toString('latin1', ID, NONCE) : '';
}

/** The encryption context in one form only: what was given in another order is the same context. */
function additionalData(key: MasterKey, context: unknown): Buffer {
  const pairs = Object.entries(objectOf(context)).sort(([left], [right]) => (left < right ? -1 : 1));
  return Buffer.from(JSON.stringify([key.arn, pairs]));
}

/** KMS does not say what was wrong either. */
function invalidCiphertext(): KmsError {
  return new KmsError('InvalidCiphertextException', 'the ciphertext can not be decrypted');
}
