/** Assertions of clients (RFC 7523), right ones and ones with something wrong in them, and the keys to sign them with. */
import { generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import type { ClientJwk } from '#core/registry/client-jwk.ts';

export interface ClientKeyPair {
  readonly alg: string;
  readonly privateKey: KeyObject;
  readonly jwk: ClientJwk;
}

export function ecKeyPair(kid?: string): ClientKeyPair {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  return { alg: 'ES256', privateKey, jwk: { kty: 'EC', crv: 'P-256', x, y, ...(kid !== undefined && { kid }) } };
}

export function rsaKeyPair(modulusLength = 3_072): ClientKeyPair {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength });
  const { n = '' } = publicKey.export({ format: 'jwk' });
  return { alg: 'RS256', privateKey, jwk: { kty: 'RSA', n, e: 'AQAB' } };
}

export function ed25519KeyPair(alg = 'EdDSA'): ClientKeyPair {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const { x = '' } = publicKey.export({ format: 'jwk' });
  return { alg, privateKey, jwk: { kty: 'OKP', crv: 'Ed25519', x } };
}

export interface AssertionChanges {
  /** Members that differ from those of a right one; undefined ones are left out. */
  readonly header?: object;
  readonly claims?: object;
  /** Of the signature, from what is signed. */
  readonly signature?: (input: string) => Buffer;
}

export interface AssertionOf {
  readonly consumerKey: string;
  readonly issuer: string;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** As a well-behaved client makes it, but for what is changed. */
export function anAssertion(
  { alg, privateKey }: ClientKeyPair,
  { consumerKey, issuer, now }: AssertionOf,
  { header = {}, claims = {}, signature = (input) => signatureOf(input, privateKey) }: AssertionChanges = {},
): string {
  const seconds = Math.floor(now / 1_000);
  const right = { iss: consumerKey, sub: consumerKey, aud: issuer, jti: randomUUID(), iat: seconds, exp: seconds + 60 };
  const input = `${encode({ alg, typ: 'JWT', ...header })}.${encode({ ...right, ...claims })}`;
  return `${input}.${signature(input).toString('base64url')}`;
}

export function signatureOf(input: string, key: KeyObject): Buffer {
  const isEd25519 = key.asymmetricKeyType === 'ed25519';
  return sign(isEd25519 ? null : 'sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' });
}

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
