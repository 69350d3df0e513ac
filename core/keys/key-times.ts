/** How long the stages of a signing key last: every time of the rotation stands here, in milliseconds. */

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Days that a key signs before the next one does, where a server group says nothing else. */
export const DEFAULT_ROTATION_DAYS = 30;

export const KEY_TIMES = {
  /**
   * A key is published at least so long before it signs. Nobody may keep the JWK set for longer: it may be cached for 5
   * minutes, and stands in a function for half a minute more. A day is for verifiers that look rarer than they are told.
   */
  publishLead: DAY,
  /** A signer looks this often at which key signs. */
  signerLease: MINUTE,
  /** When it cannot look, it goes on for so long with what it saw last. */
  signerGrace: 15 * MINUTE,
  /** When it cannot decrypt the new key, it goes on for so long with the one that is retired, if it holds that. */
  signerFallback: HOUR,
  /** Between what a function reads and what it writes upon that lies no more: it has been ended before. */
  lateWrite: 15 * MINUTE,
  /** The longest that a token lives (`accessTokenExpiryTime`). */
  longestToken: DAY,
  /** What clocks may disagree by, of signers, of verifiers, and of whoever rotates. */
  clockSkew: 5 * MINUTE,
  /** A retired key stays published for so long: all the five times above together, and some more. */
  retirement: DAY + 2 * HOUR,
  /** A revoked key is told of for so long. */
  revokedTold: 30 * DAY,
} as const;
