/** Signing keys by KMS envelope: KMS makes the pair and encrypts its private half; one call decrypts it, once. */

import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { DecryptCommand, GenerateDataKeyPairWithoutPlaintextCommand, type KMSClient } from '@aws-sdk/client-kms';
import { Fault } from '#core/fault.ts';
import type { PublicSigningJwk, SigningKey } from '#core/keys/signing-key.ts';
import { askService } from '../runtime/ask-service.ts';
import { jwkThumbprint } from './jwk-thumbprint.ts';
import { KMS_LIMITS } from './kms-client.ts';

export interface EnvelopeKey {
  readonly keyArn: string;
  /** Part of the encryption context: a key of one server group cannot be decrypted as one of another. */
  readonly serverGroup: string;
}

/**
 * Makes an EC P-256 pair in KMS; the private half leaves KMS encrypted only.
 *
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKeyPairWithoutPlaintext.html
 */
export async function generateKeyPair(
  kms: KMSClient,
  envelope: EnvelopeKey,
): Promise<Pick<SigningKey, 'kid' | 'publicJwk' | 'encryptedPrivateKey'>> {
  const { PublicKey, PrivateKeyCiphertextBlob } = await askKms('GenerateDataKeyPairWithoutPlaintext', (options) => {
    const command = new GenerateDataKeyPairWithoutPlaintextCommand({
      KeyId: envelope.keyArn,
      KeyPairSpec: 'ECC_NIST_P256',
      EncryptionContext: encryptionContext(envelope),
    });
    return kms.send(command, options);
  });
  if (PublicKey === undefined || PrivateKeyCiphertextBlob === undefined) throw new Fault('KMS gave no key pair.');
  const publicJwk = toPublicJwk(createPublicKey({ key: Buffer.from(PublicKey), format: 'der', type: 'spki' }));
  return {
    kid: publicJwk.kid,
    publicJwk,
    encryptedPrivateKey: Buffer.from(PrivateKeyCiphertextBlob).toString('base64'),
  };
}

/** @throws Error when KMS cannot be asked within its budget, refuses, or gives a key that is not the published one's other half */
export async function decryptPrivateKey(
  kms: KMSClient,
  envelope: EnvelopeKey,
  key: Pick<SigningKey, 'kid' | 'encryptedPrivateKey'>,
): Promise<KeyObject> {
  const { Plaintext } = await askKms('Decrypt', (options) => {
    const command = new DecryptCommand({
      KeyId: envelope.keyArn,
      CiphertextBlob: Buffer.from(key.encryptedPrivateKey, 'base64'),
      EncryptionContext: encryptionContext(envelope),
    });
    return kms.send(command, options);
  });
  if (Plaintext === undefined) throw new Fault('KMS gave no plaintext.');
  const privateKey = createPrivateKey({ key: Buffer.from(Plaintext), format: 'der', type: 'pkcs8' });
  if (toPublicJwk(createPublicKey(privateKey)).kid !== key.kid)
    throw new Fault(`The private key stored for ${key.kid} is another's.`);
  return privateKey;
}

/** @throws Fault, at the latest when the budget is spent */
async function askKms<Answer>(
  operation: string,
  send: (options: { readonly abortSignal: AbortSignal }) => Promise<Answer>,
): Promise<Answer> {
  try {
    return await askService(KMS_LIMITS.budget, send);
  } catch (thrown) {
    throw new Fault(`${operation} by KMS failed.`, { cause: thrown });
  }
}

function encryptionContext({ serverGroup }: EnvelopeKey): Record<string, string> {
  return { application: 'tollgate', purpose: 'signing-key', serverGroup };
}

function toPublicJwk(key: KeyObject): PublicSigningJwk {
  const { kty, crv, x, y } = key.export({ format: 'jwk' });
  if (kty !== 'EC' || crv !== 'P-256' || x === undefined || y === undefined)
    throw new Fault('The key is not EC P-256.');
  return { kty: 'EC', crv: 'P-256', x, y, alg: 'ES256', use: 'sig', kid: jwkThumbprint({ x, y }) };
}
