/** The variables of the registry function. */
export const environment = [
  'GATEWAY_URL',
  'PRODUCTS_TABLE',
  'CLIENTS_TABLE',
  'SUBSCRIPTIONS_TABLE',
  'SECRET_USES_TABLE',
  'AUDIT_TRAIL_TABLE',
] as const;
