/** Randomness from the operating system's cryptographic source. */
import { randomBytes as osRandomBytes } from 'node:crypto';
import type { RandomBytes } from '#core/registry/ports.ts';

export const randomBytes: RandomBytes = (count) => osRandomBytes(count);
