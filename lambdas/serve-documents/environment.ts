/** The variables of the function that serves documents. */
export const environment = [
  'SERVER_GROUP',
  /** The gateway's stage URL, without a slash at the end. */
  'GATEWAY_URL',
  /** Of the primary token endpoint. */
  'TOKEN_URL',
  /** The issuer identifier (RFC 8414 §2), without a slash at the end. */
  'ISSUER',
] as const;
