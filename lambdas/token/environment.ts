/** The variables of the token function. */
export const environment = [
  'SERVER_GROUP',
  /** The issuer identifier (RFC 8414 §2), without a slash at the end. */
  'ISSUER',
  /** The gateway's stage URL, without a slash at the end: the audience of the tokens, and where the endpoints are. */
  'GATEWAY_URL',
  'PRODUCTS_TABLE',
  'CLIENTS_TABLE',
  'SUBSCRIPTIONS_TABLE',
  'SECRET_USES_TABLE',
  'SIGNING_KEYS_TABLE',
  'REVOCATIONS_TABLE',
  'ASSERTION_USES_TABLE',
  /** ARN of the KMS key that the signing keys are encrypted under. */
  'ENVELOPE_KEY_ARN',
] as const;
