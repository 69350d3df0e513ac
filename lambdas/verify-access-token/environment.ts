/** The variables of the verifier. */
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
] as const;
