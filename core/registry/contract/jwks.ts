/** Schemas of the public keys that a client is registered with, and of what must never be among them. */
import * as z from 'zod';
import { isEd25519Key } from '../ed25519.ts';
import { isOnP256 } from '../p256.ts';
import { isRsaModulus } from '../rsa-modulus.ts';
import { expecting, oneOf, printable, strict, text } from './texts.ts';

/** Members of private and symmetric keys (RFC 7518 §6.2.2, §6.3.2, §6.4.1). */
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];
const PRIVATE_ERROR =
  'is part of a private key, which its client alone may have; make a new pair, and send the public key';
const MAX_KEYS = 5;

const labels = {
  kid: printable(128).exactOptional(),
  use: z.literal('sig', { error: expecting('"sig"') }).exactOptional(),
};
/** 32 bytes: of the 43rd character only four bits belong to them. */
const bytes32 = text().regex(/^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/, { error: 'must be 32 bytes in base64url' });
const MODULUS_ERROR = 'must be a modulus of 3072 to 4096 bits in base64url, without a small factor';
const modulus = text()
  .regex(/^[A-Za-z0-9_-]{512,683}$/, { error: MODULUS_ERROR })
  .refine(isRsaModulus, { error: MODULUS_ERROR });

const ec = strict({
  kty: z.literal('EC'),
  crv: oneOf(['P-256']),
  x: bytes32,
  y: bytes32,
  alg: oneOf(['ES256']).exactOptional(),
  ...labels,
}).refine(({ x, y }) => isOnP256(x, y), { path: ['x'], error: 'is, with y, no point of P-256' });
const rsa = strict({
  kty: z.literal('RSA'),
  n: modulus,
  e: z.literal('AQAB', { error: expecting('"AQAB"') }),
  alg: oneOf(['RS256']).exactOptional(),
  ...labels,
});
const okp = strict({
  kty: z.literal('OKP'),
  crv: oneOf(['Ed25519']),
  x: bytes32,
  alg: oneOf(['EdDSA', 'Ed25519']).exactOptional(),
  ...labels,
}).refine(({ x }) => isEd25519Key(x), { path: ['x'], error: 'is no public key of Ed25519' });

const jwk = z.preprocess(
  refusePrivate,
  z.discriminatedUnion('kty', [ec, rsa, okp], {
    error: (issue) => (issue.code === 'invalid_union' ? 'must be "EC", "RSA" or "OKP"' : expecting('an object')(issue)),
  }),
);

/** A JWK Set (RFC 7517 §5) of public keys. */
export const jwks = strict({
  keys: z
    .array(jwk, { error: expecting('a list') })
    .min(1, { error: 'must have at least one key; null takes the keys away' })
    .max(MAX_KEYS, { error: `must have at most ${MAX_KEYS} keys` })
    .superRefine((keys, context) => {
      const kids = keys.map(({ kid }) => kid);
      kids.forEach((kid, index) => {
        if (kid === undefined || kids.indexOf(kid) === index) return;
        context.addIssue({ code: 'custom', path: [index, 'kid'], message: 'is the kid of another key, too' });
      });
    }),
});

const wireLabels = { kid: z.string().exactOptional(), use: z.literal('sig').exactOptional() };
/** As it is shown. */
export const wireJwks = z.strictObject({
  keys: z
    .array(
      z.discriminatedUnion('kty', [
        z.strictObject({
          kty: z.literal('EC'),
          crv: z.literal('P-256'),
          x: z.string(),
          y: z.string(),
          alg: z.literal('ES256').exactOptional(),
          ...wireLabels,
        }),
        z.strictObject({
          kty: z.literal('RSA'),
          n: z.string(),
          e: z.literal('AQAB'),
          alg: z.literal('RS256').exactOptional(),
          ...wireLabels,
        }),
        z.strictObject({
          kty: z.literal('OKP'),
          crv: z.literal('Ed25519'),
          x: z.string(),
          alg: z.enum(['EdDSA', 'Ed25519']).exactOptional(),
          ...wireLabels,
        }),
      ]),
    )
    .readonly(),
});

/** What a strict schema would only call unknown deserves a word of its own; its value is repeated nowhere. */
function refusePrivate(value: unknown, context: z.core.$RefinementCtx): unknown {
  if (typeof value !== 'object' || value === null) return value;
  for (const member of PRIVATE_MEMBERS) {
    if (Object.hasOwn(value, member)) {
      context.issues.push({ code: 'custom', input: undefined, path: [member], message: PRIVATE_ERROR });
    }
  }
  return value;
}
