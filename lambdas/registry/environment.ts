/** The variables of the registry function. */
export const environment = [
  'GATEWAY_URL',
  'PRODUCTS_TABLE',
  'CLIENTS_TABLE',
  'SUBSCRIPTIONS_TABLE',
  'SECRET_USES_TABLE',
  'AUDIT_TRAIL_TABLE',
  'SIGNING_KEYS_TABLE',
  /** Days that a key signs before the next one does. */
  'SIGNING_KEY_ROTATION_DAYS',
] as const;
