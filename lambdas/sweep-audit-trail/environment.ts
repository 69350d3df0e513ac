/** The variables of the function that adds missing entries to the audit trail. */
export const environment = [
  'SERVER_GROUP',
  'PRODUCTS_TABLE',
  'CLIENTS_TABLE',
  'SUBSCRIPTIONS_TABLE',
  'AUDIT_TRAIL_TABLE',
] as const;
