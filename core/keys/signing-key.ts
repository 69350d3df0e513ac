/** Signing keys: EC P-256 pairs whose private half is kept encrypted, and the stages that they go through. */
import { Fault } from '../fault.ts';
import type { Change } from '../registry/aggregate.ts';

/** The public half as a JWK (RFC 7517, RFC 7518 §6.2), with exactly these members. */
export interface PublicSigningJwk {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
  readonly alg: 'ES256';
  readonly use: 'sig';
  /** The JWK thumbprint (RFC 7638), SHA-256, base64url. */
  readonly kid: string;
}

/**
 * `next` is published but does not sign yet. Of the `current` ones, one signs. `retired` verifies what it signed before,
 * until it ends. `revoked` does nothing any more.
 */
export const KEY_STATES = ['next', 'current', 'retired', 'revoked'] as const;

/** What is known of a key without the key itself. Times are epoch milliseconds. */
export interface KeyRecord {
  readonly kid: string;
  readonly state: (typeof KEY_STATES)[number];
  /** It has been published since. */
  readonly createdAt: number;
  /** When it became current; absent before that, and of a key that was so from the beginning. */
  readonly promotedAt?: number;
  /** When it was retired; every key in that state has it. */
  readonly retiredAt?: number;
  /** When it was revoked; every key in that state has it. */
  readonly revokedAt?: number;
  /** One more with every change; 0 for a key from before there were revisions. */
  readonly revision: number;
  /** What made this revision; absent at revision 0. */
  readonly lastChange?: Change;
}

export interface SigningKey extends KeyRecord {
  readonly publicJwk: PublicSigningJwk;
  /** PKCS #8, encrypted by KMS, base64. */
  readonly encryptedPrivateKey: string;
}

/** The JWK set (RFC 7517 §5). @throws Error when it would be empty, which would have verifiers forget what they know */
export function toJwkSet(keys: readonly PublicSigningJwk[]): { readonly keys: readonly PublicSigningJwk[] } {
  if (keys.length === 0) throw new Fault('There is no signing key to publish; has the rotation function run?');
  const byKid = new Map(
    keys.map(({ kty, crv, x, y, alg, use, kid }): [string, PublicSigningJwk] => [
      kid,
      { kty, crv, x, y, alg, use, kid },
    ]),
  );
  return { keys: [...byKid.values()] };
}
