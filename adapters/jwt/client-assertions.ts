/** Decodes and verifies the JWTs that clients authenticate with (RFC 7523), with nothing but node's crypto. */
import { constants, createPublicKey, verify } from 'node:crypto';
import type { ClientAssertions } from '#core/oauth/client-assertion.ts';
import type { ClientJwk } from '#core/registry/client-jwk.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

export const clientAssertions: ClientAssertions = {
  decode: (assertion) => {
    const [header, claims] = assertion.split('.', 2).map(decodePart);
    return header === undefined || claims === undefined ? undefined : { header, claims };
  },
  isSignedWith: (assertion, key) => {
    const end = assertion.lastIndexOf('.');
    const signature = Buffer.from(assertion.slice(end + 1), 'base64url');
    try {
      return isSigned(Buffer.from(assertion.slice(0, end)), key, signature);
    } catch {
      // OpenSSL takes the key for none.
      return false;
    }
  },
};

function isSigned(signingInput: Buffer, jwk: ClientJwk, signature: Buffer): boolean {
  const key = createPublicKey({ key: { ...jwk }, format: 'jwk' });
  switch (jwk.kty) {
    case 'EC':
      return verify('sha256', signingInput, { key, dsaEncoding: 'ieee-p1363' }, signature);
    case 'RSA':
      return verify('sha256', signingInput, { key, padding: constants.RSA_PKCS1_PADDING }, signature);
    case 'OKP':
      return verify(null, signingInput, key, signature);
  }
}

function decodePart(part: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(utf8.decode(Buffer.from(part, 'base64url')));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
