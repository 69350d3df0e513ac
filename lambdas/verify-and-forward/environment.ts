/** The variables of the function that verifies and forwards: those of the verifier. The targets come with each call. */
export const environment = [
  'ISSUER',
  /** The gateway's stage URL, without a slash at the end: the audience that tokens must have. */
  'GATEWAY_URL',
  'PRODUCTS_TABLE',
  'CLIENTS_TABLE',
  'SUBSCRIPTIONS_TABLE',
  'SIGNING_KEYS_TABLE',
  'REVOCATIONS_TABLE',
  /** Seconds that what was read from the registry may be reused. */
  'VERIFIER_CACHE_SECONDS',
  /** Seconds beyond those in which it counts on, while the registry cannot be reached. */
  'OUTAGE_GRACE_SECONDS',
] as const;
