/** Public keys of clients (RFC 7517), with which their assertions are verified. One algorithm goes with each kind of key. */

export type ClientJwk = EcJwk | RsaJwk | OkpJwk;

interface JwkLabels {
  /** Told apart by it; an assertion that names no key is tried with each that fits its algorithm. */
  readonly kid?: string;
  readonly use?: 'sig';
}

/** ES256 (RFC 7518 §3.4, §6.2). */
export interface EcJwk extends JwkLabels {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
  readonly alg?: 'ES256';
}

/** RS256 (RFC 7518 §3.3, §6.3) with 3072 bits or more. */
export interface RsaJwk extends JwkLabels {
  readonly kty: 'RSA';
  readonly n: string;
  readonly e: 'AQAB';
  readonly alg?: 'RS256';
}

/** Ed25519 (RFC 8037 §2), under its old name of algorithm or the one of RFC 9864. */
export interface OkpJwk extends JwkLabels {
  readonly kty: 'OKP';
  readonly crv: 'Ed25519';
  readonly x: string;
  readonly alg?: 'EdDSA' | 'Ed25519';
}

/** A key set, as in the client metadata of RFC 7591 §2. */
export interface ClientJwks {
  readonly keys: readonly ClientJwk[];
}

/** Of `alg` in the header of an assertion. */
export const ASSERTION_ALGORITHMS = ['ES256', 'RS256', 'EdDSA', 'Ed25519'] as const;
export type AssertionAlgorithm = (typeof ASSERTION_ALGORITHMS)[number];

const KEY_TYPES = { ES256: 'EC', RS256: 'RSA', EdDSA: 'OKP', Ed25519: 'OKP' } as const;

/** Which kind of key an algorithm goes with: the key decides, and an assertion that says otherwise is refused. */
export function keyTypeOf(algorithm: AssertionAlgorithm): ClientJwk['kty'] {
  return KEY_TYPES[algorithm];
}
