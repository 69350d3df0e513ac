/** The thumbprint of a public key on P-256, which is its `kid` (RFC 7638): whoever has the key can tell whether it is the one meant. */
import { createHash } from 'node:crypto';

/** SHA-256, base64url. @param point its coordinates, base64url */
export function jwkThumbprint({ x, y }: { readonly x: string; readonly y: string }): string {
  // §3: the required members, in this order, without white space.
  return createHash('sha256')
    .update(JSON.stringify({ crv: 'P-256', kty: 'EC', x, y }))
    .digest('base64url');
}
