/** Signs access tokens: a JWS in compact form (RFC 7515 §7.1) with ES256 (RFC 7518 §3.4). */
import { type KeyObject, sign } from 'node:crypto';
import { ACCESS_TOKEN_ALGORITHM, ACCESS_TOKEN_TYPE, type AccessTokenClaims } from '#core/oauth/access-token.ts';

export interface PrivateSigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
}

export function signAccessToken(claims: AccessTokenClaims, { kid, privateKey }: PrivateSigningKey): string {
  const header = base64url({ alg: ACCESS_TOKEN_ALGORITHM, typ: ACCESS_TOKEN_TYPE, kid });
  const signingInput = `${header}.${base64url(claims)}`;
  // Node signs DER much faster than `ieee-p1363`; the conversion costs next to nothing.
  const signature = fromDer(sign('sha256', Buffer.from(signingInput), privateKey));
  return `${signingInput}.${signature.toString('base64url')}`;
}

function base64url(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** From a DER SEQUENCE of two INTEGERs (RFC 3279 §2.2.3) to r and s in 32 bytes each. */
function fromDer(der: Buffer): Buffer {
  const signature = Buffer.alloc(64);
  const rLength = der.readUInt8(3);
  const r = der.subarray(4, 4 + rLength);
  const s = der.subarray(6 + rLength);
  copyRight(r, signature, 32);
  copyRight(s, signature, 64);
  return signature;
}

/** An INTEGER may be a byte longer (a leading zero that keeps it positive) or shorter than 32 bytes. */
function copyRight(integer: Buffer, target: Buffer, end: number): void {
  const digits = integer.length > 32 ? integer.subarray(integer.length - 32) : integer;
  digits.copy(target, end - digits.length);
}
