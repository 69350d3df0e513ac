/** Hashes consumer secrets with SHA-256 and compares them in constant time. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { SecretHasher } from '#core/registry/ports.ts';

const HASH = /^[0-9a-f]{64}$/;

export const secretHasher: SecretHasher = {
  hash: (secret) => digest(secret).toString('hex'),
  /** A stored hash that is not a SHA-256 in lower-case hex matches nothing. */
  matches: (secret, hash) => HASH.test(hash) && timingSafeEqual(digest(secret), Buffer.from(hash, 'hex')),
};

function digest(secret: string): Buffer {
  return createHash('sha256').update(secret, 'utf8').digest();
}
