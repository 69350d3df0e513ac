/** How a client's public key stands in the item of its subscription: as the JWK that it is. */
import type { ClientJwk } from '#core/registry/client-jwk.ts';
import type { ItemFields } from './item-fields.ts';

/** 3072 to 4096 bits. */
const MODULUS = /^[A-Za-z0-9_-]{512,683}$/;
const BYTES_32 = /^[A-Za-z0-9_-]{43}$/;

/** @throws UnreadableItemError */
export function parseJwk(fields: ItemFields): ClientJwk {
  const labels = {
    ...(fields.has('kid') && { kid: fields.text('kid') }),
    ...(fields.has('use') && { use: fields.oneOf('use', ['sig']) }),
  };
  const kty = fields.oneOf('kty', ['EC', 'RSA', 'OKP']);
  switch (kty) {
    case 'EC':
      return {
        kty,
        crv: fields.oneOf('crv', ['P-256']),
        x: fields.matching('x', BYTES_32),
        y: fields.matching('y', BYTES_32),
        ...(fields.has('alg') && { alg: fields.oneOf('alg', ['ES256']) }),
        ...labels,
      };
    case 'RSA':
      return {
        kty,
        n: fields.matching('n', MODULUS),
        e: fields.oneOf('e', ['AQAB']),
        ...(fields.has('alg') && { alg: fields.oneOf('alg', ['RS256']) }),
        ...labels,
      };
    case 'OKP':
      return {
        kty,
        crv: fields.oneOf('crv', ['Ed25519']),
        x: fields.matching('x', BYTES_32),
        ...(fields.has('alg') && { alg: fields.oneOf('alg', ['EdDSA', 'Ed25519']) }),
        ...labels,
      };
  }
}
