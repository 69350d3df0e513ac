/** The variables of the function that makes and rotates signing keys. */
export const environment = [
  'SERVER_GROUP',
  'SIGNING_KEYS_TABLE',
  'AUDIT_TRAIL_TABLE',
  /** ARN of the KMS key that the signing keys are encrypted under. */
  'ENVELOPE_KEY_ARN',
  /** Days that a key signs before the next one does. */
  'SIGNING_KEY_ROTATION_DAYS',
] as const;
