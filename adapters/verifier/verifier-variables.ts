/** The variables of a function that verifies access tokens. Apart from the verifier, so that naming them loads no SDK. */
export const VERIFIER_VARIABLES = [
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

export type VerifierVariables = Readonly<Record<(typeof VERIFIER_VARIABLES)[number], string>>;
