/** The one spelling of a token that is accepted: JWS compact serialization in canonical base64url (RFC 7515 §7.1). */

/** Ours are about 700 characters. A longer one is neither issued nor accepted: it must fit into a header. */
export const MAXIMUM_TOKEN_CHARACTERS = 4_096;

/** An ES256 signature: 64 bytes in 86 characters, of which the last carries two bits. */
const FORM = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{85}[AQgw]$/;

/**
 * Whether the text is header, payload and an ES256 signature, each in the only encoding its bytes have: no padding, no
 * spare bits set, nothing around it. So one token has one spelling, and a cache key or log of it cannot be multiplied.
 */
export function isCompactForm(text: string): boolean {
  if (text.length > MAXIMUM_TOKEN_CHARACTERS || !FORM.test(text)) return false;
  const [header = '', payload = ''] = text.split('.', 2);
  return isCanonical(header) && isCanonical(payload);
}

/**
 * The same of a JWS with a signature by any algorithm.
 *
 * @param maximum characters in all
 */
export function isCompactJws(text: string, maximum: number): boolean {
  if (text.length > maximum || !/^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/.test(text)) return false;
  return text.split('.', 3).every(isCanonical);
}

/** The bits of the last character that belong to no byte are zero. */
function isCanonical(part: string): boolean {
  switch (part.length % 4) {
    case 0:
      return true;
    case 2:
      return /[AQgw]$/.test(part);
    case 3:
      return /[AEIMQUYcgkosw048]$/.test(part);
    default:
      return false;
  }
}
