/** Signs the assertion that a client authenticates with (private_key_jwt, RFC 7523 §3). */
import { type KeyObject, randomUUID, sign } from 'node:crypto';

export interface ClientAssertionFields {
  readonly consumerKey: string;
  /** Its one audience. */
  readonly issuer: string;
  readonly privateKey: KeyObject;
  /** Of the key as it is registered. @default - none: each registered key that fits is tried */
  readonly kid?: string;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** Seconds. */
const LIFETIME = 60;

/** @throws TypeError for a key that is neither P-256, Ed25519 nor RSA */
export function signClientAssertion({ consumerKey, issuer, privateKey, kid, now }: ClientAssertionFields): string {
  const issuedAt = Math.floor(now / 1_000);
  const header = { alg: algorithmOf(privateKey), typ: 'JWT', ...(kid !== undefined && { kid }) };
  const claims = {
    iss: consumerKey,
    sub: consumerKey,
    aud: issuer,
    jti: randomUUID(),
    iat: issuedAt,
    exp: issuedAt + LIFETIME,
  };
  const input = `${base64url(header)}.${base64url(claims)}`;
  const digest = header.alg === 'EdDSA' ? null : 'sha256';
  const signature = sign(digest, Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  return `${input}.${signature.toString('base64url')}`;
}

function algorithmOf({ asymmetricKeyType: type, asymmetricKeyDetails: details }: KeyObject): string {
  if (type === 'ec' && details?.namedCurve === 'prime256v1') return 'ES256';
  if (type === 'ed25519') return 'EdDSA';
  if (type === 'rsa') return 'RS256';
  throw new TypeError(`A key of type ${type} signs no assertions.`);
}

function base64url(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
