/** The curve edwards25519 (RFC 8032 §5.1): whether a point can be a public key. Of public values, so that time does not matter. */

const P = 2n ** 255n - 19n;
const D = 0x52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3n;
/** Of the points of order 8. */
const Y8 = 0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n;
/** Of the points of order 1, 2, 4 and 8. With one of them for a key, signatures can be made without any private key. */
const SMALL_ORDER = [1n, P - 1n, 0n, Y8, P - Y8];

/**
 * Whether it is a point of the curve, in the one encoding that it has, and of a large order. OpenSSL 3.0 asks for none of
 * this, and takes anybody's signature for one of a key of small order.
 *
 * @param x of 32 bytes in base64url, as in a JWK (RFC 8037 §2): the point's y, and the sign of its x in the highest bit
 */
export function isEd25519Key(x: string): boolean {
  const y = integerOf(x) % 2n ** 255n;
  return y < P && !SMALL_ORDER.includes(y) && isSquare((y * y - 1n) * (D * y * y + 1n));
}

/** Euler's criterion; of a fraction, too, where numerator and denominator are multiplied. */
function isSquare(number: bigint): boolean {
  let [power, base] = [1n, number % P];
  for (let exponent = (P - 1n) / 2n; exponent > 0n; exponent >>= 1n) {
    if (exponent % 2n === 1n) power = (power * base) % P;
    base = (base * base) % P;
  }
  return power === 1n;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Of 32 bytes, the lowest first, in 43 characters, the last of which has two bits to spare. */
function integerOf(base64url: string): bigint {
  let bytes = 0n;
  for (const digit of base64url) bytes = (bytes << 6n) | BigInt(ALPHABET.indexOf(digit));
  bytes >>= 2n;
  let number = 0n;
  for (let index = 0; index < 32; index += 1) {
    number = (number << 8n) | (bytes & 0xffn);
    bytes >>= 8n;
  }
  return number;
}
