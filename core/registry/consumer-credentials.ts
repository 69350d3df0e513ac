/** The shapes of consumer keys and secrets: made from random bytes, recognisable, refused when malformed before any read. */
import { Fault } from '../fault.ts';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const KEY = /^tgk_[0-9A-Za-z]{22}$/;
const SECRET = /^tgs_[0-9A-Za-z]{43}_[0-9A-Za-z]{6}$/;

/** Random bytes behind a consumer key. */
export const CONSUMER_KEY_BYTES = 16;
/** Random bytes behind a consumer secret: 256 bits. */
export const CONSUMER_SECRET_BYTES = 32;

/** `tgk_` and 22 base62 characters. @param random {@link CONSUMER_KEY_BYTES} random bytes */
export function formatConsumerKey(random: Uint8Array): string {
  return `tgk_${base62(random, CONSUMER_KEY_BYTES, 22)}`;
}

/** `tgs_`, 43 base62 characters, and a checksum. @param random {@link CONSUMER_SECRET_BYTES} random bytes */
export function formatConsumerSecret(random: Uint8Array): string {
  const body = `tgs_${base62(random, CONSUMER_SECRET_BYTES, 43)}`;
  return `${body}_${checksum(body)}`;
}

export function isConsumerKey(text: string): boolean {
  return KEY.test(text);
}

/** Whether the text has the shape and the checksum of a secret; it says nothing about whether it is anybody's. */
export function isConsumerSecret(text: string): boolean {
  return SECRET.test(text) && text.endsWith(`_${checksum(text.slice(0, -7))}`);
}

function base62(bytes: Uint8Array, expectedBytes: number, characters: number): string {
  if (bytes.length !== expectedBytes) throw new Fault(`expected ${expectedBytes} random bytes, got ${bytes.length}`);
  let number = 0n;
  for (const byte of bytes) number = (number << 8n) | BigInt(byte);
  return toBase62(number, characters);
}

function toBase62(number: bigint, characters: number): string {
  let rest = number;
  let text = '';
  for (let index = 0; index < characters; index += 1) {
    text = ALPHABET.charAt(Number(rest % 62n)) + text;
    rest /= 62n;
  }
  return text;
}

/** CRC-32 in six base62 characters: finds slips of the hand, protects against nothing else. */
function checksum(text: string): string {
  let crc = 0xffff_ffff;
  for (let index = 0; index < text.length; index += 1) {
    crc ^= text.charCodeAt(index);
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb8_8320 : crc >>> 1;
  }
  return toBase62(BigInt((crc ^ 0xffff_ffff) >>> 0), 6);
}
