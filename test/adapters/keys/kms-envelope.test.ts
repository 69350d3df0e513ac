import { generateKeyPairSync } from 'node:crypto';
import { DecryptCommand, GenerateDataKeyPairWithoutPlaintextCommand, KMSClient } from '@aws-sdk/client-kms';
import { describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { decryptPrivateKey, generateKeyPair } from '#adapters/keys/kms-envelope.ts';
import { newKeyPair } from '../../support/token-world.ts';

const envelope = { keyArn: 'arn:aws:kms:eu-west-1:000000000000:key/1', serverGroup: 'test' };
const context = { application: 'tollgate', purpose: 'signing-key', serverGroup: 'test' };

function aKms() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const kms = mockClient(KMSClient);
  kms.on(GenerateDataKeyPairWithoutPlaintextCommand).resolves({
    PublicKey: new Uint8Array(publicKey.export({ format: 'der', type: 'spki' })),
    PrivateKeyCiphertextBlob: new Uint8Array([1, 2, 3]),
  });
  kms.on(DecryptCommand).resolves({ Plaintext: new Uint8Array(privateKey.export({ format: 'der', type: 'pkcs8' })) });
  return { kms, client: new KMSClient({ region: 'eu-west-1' }), publicKey };
}

describe('a key pair by KMS envelope', () => {
  test('is made in KMS, bound to its server group, and keeps the private half encrypted', async () => {
    const { kms, client, publicKey } = aKms();

    const pair = await generateKeyPair(client, envelope);

    expect(kms.commandCalls(GenerateDataKeyPairWithoutPlaintextCommand)[0]?.args[0].input).toEqual({
      KeyId: envelope.keyArn,
      KeyPairSpec: 'ECC_NIST_P256',
      EncryptionContext: context,
    });
    expect(pair.encryptedPrivateKey).toBe('AQID');
    expect(pair.publicJwk).toEqual({ ...publicKey.export({ format: 'jwk' }), alg: 'ES256', use: 'sig', kid: pair.kid });
    expect(pair.kid).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });

  test('is decrypted with the same context, and is the published key’s other half', async () => {
    const { kms, client } = aKms();
    const pair = await generateKeyPair(client, envelope);

    const key = await decryptPrivateKey(client, envelope, pair);

    expect(key.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' });
    expect(kms.commandCalls(DecryptCommand)[0]?.args[0].input).toMatchObject({
      KeyId: envelope.keyArn,
      EncryptionContext: context,
    });
  });

  test('is refused when KMS gives another key than the published one', async () => {
    const { client } = aKms();
    const { kid } = newKeyPair();

    const decrypted = decryptPrivateKey(client, envelope, { kid, encryptedPrivateKey: 'AQID' });

    await expect(decrypted).rejects.toThrow(`The private key stored for ${kid} is another's.`);
  });
});
