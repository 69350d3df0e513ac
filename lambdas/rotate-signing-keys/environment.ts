/** The variables of the function that makes and rotates signing keys. */
export const environment = [
  'SERVER_GROUP',
  'SIGNING_KEYS_TABLE',
  /** ARN of the KMS key that the signing keys are encrypted under. */
  'ENVELOPE_KEY_ARN',
] as const;
