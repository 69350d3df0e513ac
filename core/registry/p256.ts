/** The curve P-256 (FIPS 186-4 §D.1.2.3): whether a point is one of it. Of public values, so that time does not matter. */

const P = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn;
const B = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;

/** @param x coordinate in base64url, as in a JWK (RFC 7518 §6.2.1) */
export function isOnP256(x: string, y: string): boolean {
  const [a, b] = [integerOf(x), integerOf(y)];
  return a < P && b < P && (b * b - (a * a * a - 3n * a + B)) % P === 0n;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Of 32 bytes in 43 characters, the last of which has two bits to spare. */
function integerOf(base64url: string): bigint {
  let number = 0n;
  for (const digit of base64url) number = (number << 6n) | BigInt(ALPHABET.indexOf(digit));
  return number >> 2n;
}
