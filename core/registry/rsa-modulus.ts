/** Moduli of RSA keys: whether one is of a size that is taken, and could be of two large primes at all. */

const MINIMUM_BITS = 3_072;
const MAXIMUM_BITS = 4_096;
/** As in SP 800-89 §5.3.3: a modulus with a factor below it was made by something that makes no keys. */
const FACTORS_FROM = 752n;

/** @param n in base64url, as in a JWK: no byte more than needed, and no bit of the last character that belongs to no byte */
export function isRsaModulus(n: string): boolean {
  if (n.length > Math.ceil(MAXIMUM_BITS / 6)) return false;
  const spareBits = (6n * BigInt(n.length)) % 8n;
  const integer = integerOf(n);
  const modulus = integer >> spareBits;
  const bits = modulus.toString(2).length;
  const isCanonical = modulus << spareBits === integer && n.length === Math.ceil((8 * Math.ceil(bits / 8)) / 6);
  return isCanonical && bits >= MINIMUM_BITS && bits <= MAXIMUM_BITS && !hasSmallFactor(modulus);
}

function hasSmallFactor(modulus: bigint): boolean {
  if (modulus % 2n === 0n) return true;
  for (let factor = 3n; factor < FACTORS_FROM; factor += 2n) {
    if (modulus % factor === 0n) return true;
  }
  return false;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

function integerOf(base64url: string): bigint {
  let number = 0n;
  for (const digit of base64url) number = (number << 6n) | BigInt(ALPHABET.indexOf(digit));
  return number;
}
